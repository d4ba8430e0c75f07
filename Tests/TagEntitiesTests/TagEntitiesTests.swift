import StageKit
import TagEntities
import Testing

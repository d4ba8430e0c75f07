import BuiltInStages
import SastraCommands

await SastraCommands.main(stages: BuiltInStages.all)

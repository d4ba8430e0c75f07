import Foundation

/// The data files that come with the stage.
enum ShippedModel {
  static let file = "data/block-model.txt"

  static var path: String { Bundle.module.bundleURL.appendingPathComponent(file).path }
}

import StageKit

extension WriteBagIt {
  public struct Options: StageOptions {
    public var directory = RunPath("bag")
    public var sourceOrganization = ""
    public var contactName = ""
    public var contactEmail = ""
    public var externalDescription = ""
    public var externalIdentifier = ""

    public static let fields: [Field<Options>] = [
      Field("directory", \.directory, "Folder of the bag in the run's folder."),
      Field("source_organization", \.sourceOrganization, "Who hands the bag in: `Source-Organization`."),
      Field("contact_name", \.contactName, "Whom to ask: `Contact-Name`."),
      Field("contact_email", \.contactEmail, "Their address: `Contact-Email`."),
      Field(
        "external_description", \.externalDescription,
        "What the bag holds: `External-Description`; empty takes the description of the pipeline."),
      Field("external_identifier", \.externalIdentifier, "What the sender calls it: `External-Identifier`."),
    ]

    public init() {}
  }
}

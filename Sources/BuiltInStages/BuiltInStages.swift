/// The readers, stages and writers that ship. The list `all` is made by the build from the plugins that
/// Package.swift names.
public enum BuiltInStages {}

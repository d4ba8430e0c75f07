/// What makes a candidate, by the name that spans have for it.
enum NameRule: String, Sendable {
  // Lists
  case gazetteer
  // Persons
  case title, speaker, initials, byline, surname, speech
  case givenName = "given-name"
  case regnalName = "regnal-name"
  case commentHead = "comment-head"
  // Places
  case placeWord = "place-word"
  case placeHead = "place-head"
  case placeInPlace = "place-in-place"
  case listOfPlaces = "list-of-places"
  case preposition
  // Bodies
  case organisationHead = "organisation-head"
  case organisationBefore = "organisation-before"
  case organisationOfState = "organisation-of-state"
  case organ, unit, acronym
  case organAlone = "organ-alone"
  case organPossessed = "organ-possessed"
  case quotedGroup = "quoted-group"
  // All kinds
  /// A pattern of a rule file; the candidate tells which.
  case pattern
  case statistical
  // What the document has elsewhere
  case repetition, misspelling
  case shortForm = "short-form"
  case shortFormOfSeveral = "short-form-of-several"
}

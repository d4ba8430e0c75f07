extension LanguageWords {
  /// German. Months and days: Unicode CLDR 44, de.
  static let german = LanguageWords(
    language: "de",
    authorLabels: [
      "von", "autor", "autorin", "autoren", "geschrieben von", "verfasst von", "ein beitrag von", "text",
    ],
    translatorLabels: ["übersetzt von", "übersetzung", "aus dem englischen von"],
    otherRoles: ["foto", "fotos", "bild", "bilder", "redaktion", "quelle", "foto von"],
    publishedLabels: [
      "veröffentlicht", "veröffentlicht am", "erschienen am", "stand", "am", "vom", "datum", "erstellt am",
    ],
    modifiedLabels: [
      "aktualisiert", "aktualisiert am", "zuletzt aktualisiert", "letzte änderung", "zuletzt geändert",
    ],
    conjunctions: ["und"],
    months: [
      ["januar", "jänner"], ["februar"], ["märz", "mär", "mrz"], [], ["mai"], ["juni"], ["juli"], [], [],
      ["oktober", "okt"], [], ["dezember", "dez"],
    ],
    dateWords: [
      "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag", "uhr",
      "um",
      "mo", "di", "mi", "do", "fr", "sa", "so", "den",
    ],
    noNames: ["redaktion", "autor", "gast", "unbekannt"], referenceLabels: ["signatur", "bestandssignatur"],
    shelfWords: ["bestand", "akte"], dayComesFirst: true)

  /// French. Months and days: Unicode CLDR 44, fr.
  static let french = LanguageWords(
    language: "fr",
    authorLabels: ["par", "auteur", "auteurs", "écrit par", "rédigé par", "publié par", "article de"],
    translatorLabels: ["traduit par", "traduction", "traducteur", "traductrice", "traduit de l'anglais par"],
    otherRoles: ["crédit photo", "crédits", "photographie", "rédaction"],
    publishedLabels: ["publié", "publié le", "mis en ligne le", "le", "paru le", "posté le"],
    modifiedLabels: ["mis à jour", "mis à jour le", "mise à jour", "modifié le", "dernière modification"],
    conjunctions: ["et"],
    months: [
      ["janvier", "janv"], ["février", "févr", "fév"], ["mars"], ["avril", "avr"], [], ["juin"],
      ["juillet", "juil"], ["août"], ["septembre"], ["octobre"], ["novembre"], ["décembre", "déc"],
    ],
    dateWords: ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "à", "er"],
    noNames: ["la rédaction", "rédaction", "auteur", "invité"],
    referenceLabels: ["cote", "côte", "référence"],
    shelfWords: ["carton", "dossier", "liasse"], dayComesFirst: true)

  /// Spanish. Months and days: Unicode CLDR 44, es.
  static let spanish = LanguageWords(
    language: "es",
    authorLabels: ["por", "autor", "autora", "escrito por", "publicado por", "texto de"],
    translatorLabels: ["traducido por", "traducción", "traductor", "traductora", "traducción de"],
    otherRoles: ["fotografía", "redacción", "fuente"],
    publishedLabels: ["publicado", "publicado el", "fecha", "el"],
    modifiedLabels: ["actualizado", "actualizado el", "última actualización", "modificado el"],
    conjunctions: ["y", "e"],
    months: [
      ["enero", "ene"], ["febrero"], ["marzo"], ["abril", "abr"], ["mayo"], ["junio"], ["julio"],
      ["agosto", "ago"], ["septiembre", "setiembre"], ["octubre"], ["noviembre"], ["diciembre", "dic"],
    ],
    dateWords: [
      "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo", "a", "las", "de", "del",
    ],
    noNames: ["redacción", "autor", "invitado"], referenceLabels: ["signatura", "código de referencia"],
    shelfWords: ["legajo", "caja"], dayComesFirst: true)
}

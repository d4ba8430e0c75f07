import GRDB

/// The tables of the ledger.
extension Ledger {
  static var configuration: Configuration {
    var configuration = Configuration()
    configuration.journalMode = .wal
    configuration.busyMode = .timeout(5)
    return configuration
  }

  static var migrator: DatabaseMigrator {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1") { db in
      try db.execute(
        sql: """
          CREATE TABLE run (number INTEGER PRIMARY KEY, pipeline TEXT NOT NULL, chain_key TEXT NOT NULL,
            is_finished INTEGER NOT NULL);
          CREATE TABLE document (id TEXT PRIMARY KEY NOT NULL, input_hash TEXT NOT NULL, chain_key TEXT NOT NULL,
            outcome TEXT NOT NULL, error TEXT, elapsed_milliseconds REAL NOT NULL, files TEXT NOT NULL,
            run INTEGER NOT NULL) WITHOUT ROWID;
          CREATE TABLE contribution (step INTEGER NOT NULL, id TEXT NOT NULL, value BLOB NOT NULL,
            PRIMARY KEY (id, step)) WITHOUT ROWID;
          CREATE TABLE corpus_file (path TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID;
          """)
    }
    migrator.registerMigration("2") { db in
      try db.execute(
        sql: """
          CREATE TABLE mark (id TEXT NOT NULL, step INTEGER NOT NULL, fields TEXT NOT NULL, error TEXT,
            PRIMARY KEY (id, step)) WITHOUT ROWID;
          ALTER TABLE document ADD COLUMN dropped_by INTEGER;
          """)
    }
    migrator.registerMigration("3", migrate: Ledger.moveContributionsOut)
    // Contributions stand in frames now. What older versions kept is made again.
    migrator.registerMigration("4") { db in
      try db.execute(
        sql: """
          UPDATE document SET chain = 0, stamp = '', contributions = x'', contribution_bytes = 0, dropped_by = NULL;
          DELETE FROM folded;
          """)
    }
    migrator.registerMigration("5") { db in
      // The index holds all that is read of documents while the corpus is folded: a third of their bytes.
      try db.execute(
        sql: """
          ALTER TABLE corpus_file RENAME COLUMN sha256 TO checksum;
          CREATE INDEX document_contributions ON document (id, contributions, is_gone, contribution_bytes)
            WHERE NOT is_gone AND contributions <> x'';
          """)
    }
    return migrator
  }

  /// Contributions go to files of their own. What older versions kept is known by its files only, and is done
  /// again.
  ///
  /// - `stamp`: what the reader told the item by; '' where it had to be loaded.
  /// - `chain`: 0 when the document must be done again.
  /// - `contributions`: where they stand, see `ContributionPlace`; `contribution_bytes` is their share of the bytes there.
  /// - `dropped_by`: the step that dropped a document which its own chain had ended well; else NULL.
  /// - `is_gone`: whether the last run's input did not have it.
  /// - `journal`: files that were being written or removed; what a killed run leaves there is the run's own.
  private static func moveContributionsOut(_ db: Database) throws {
    try db.execute(
      sql: """
        ALTER TABLE run ADD COLUMN boot TEXT NOT NULL DEFAULT '';
        CREATE TABLE chain (number INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, steps TEXT NOT NULL);
        DROP TABLE contribution;
        ALTER TABLE document RENAME TO document2;
        CREATE TABLE document (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stamp TEXT NOT NULL,
          input_hash TEXT NOT NULL, chain INTEGER NOT NULL, outcome TEXT NOT NULL, error TEXT,
          elapsed_milliseconds REAL NOT NULL, files TEXT NOT NULL, contributions BLOB NOT NULL,
          contribution_bytes INTEGER NOT NULL, dropped_by INTEGER, is_gone INTEGER NOT NULL, run INTEGER NOT NULL);
        INSERT INTO document SELECT NULL, id, '', input_hash, 0, outcome, error, elapsed_milliseconds,
          files, x'', 0, NULL, 0, run FROM document2 ORDER BY id;
        DROP TABLE document2;
        CREATE INDEX document_dropped ON document (dropped_by) WHERE dropped_by IS NOT NULL;
        CREATE INDEX document_gone ON document (number) WHERE is_gone;
        CREATE INDEX document_failed ON document (id) WHERE outcome <> 'ok';
        DROP TABLE corpus_file;
        CREATE TABLE corpus_file (path TEXT PRIMARY KEY NOT NULL, sha256 TEXT NOT NULL, signature TEXT NOT NULL)
          WITHOUT ROWID;
        CREATE TABLE journal (files TEXT NOT NULL);
        CREATE TABLE folded (chain INTEGER NOT NULL);
        CREATE TABLE step_time (run INTEGER NOT NULL, step INTEGER NOT NULL, name TEXT NOT NULL,
          milliseconds REAL NOT NULL, PRIMARY KEY (run, step)) WITHOUT ROWID;
        """)
  }
}

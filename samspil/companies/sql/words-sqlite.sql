-- The words of names, for the search; see companies/wordindex.py. Every word of four letters or more, once:
CREATE TABLE IF NOT EXISTS companies_word (word TEXT NOT NULL PRIMARY KEY) WITHOUT ROWID;
CREATE VIRTUAL TABLE IF NOT EXISTS companies_subject_words
  USING fts5(words, content='', tokenize='ascii', detail='none', columnsize=0, prefix='2 3 4');
CREATE VIRTUAL TABLE IF NOT EXISTS companies_person_words
  USING fts5(words, content='', tokenize='ascii', detail='none', columnsize=0);

DROP TRIGGER IF EXISTS companies_subject_words_added;
CREATE TRIGGER companies_subject_words_added AFTER INSERT ON companies_subject BEGIN
  INSERT INTO companies_subject_words (rowid, words) VALUES (new.id, new.search_key);
  -- A key holds letters, digits and single spaces only, so it is a JSON list as soon as it has its signs.
  INSERT INTO companies_word (word)
    SELECT DISTINCT value FROM json_each('["' || replace(new.search_key, ' ', '","') || '"]')
    WHERE length(value) > 3 AND value NOT IN (SELECT word FROM companies_word);
END;
DROP TRIGGER IF EXISTS companies_subject_words_changed;
CREATE TRIGGER companies_subject_words_changed AFTER UPDATE ON companies_subject
WHEN old.search_key <> new.search_key BEGIN
  INSERT INTO companies_subject_words (companies_subject_words, rowid, words)
    VALUES ('delete', old.id, old.search_key);
  INSERT INTO companies_subject_words (rowid, words) VALUES (new.id, new.search_key);
  INSERT INTO companies_word (word)
    SELECT DISTINCT value FROM json_each('["' || replace(new.search_key, ' ', '","') || '"]')
    WHERE length(value) > 3 AND value NOT IN (SELECT word FROM companies_word);
END;
DROP TRIGGER IF EXISTS companies_subject_words_dropped;
CREATE TRIGGER companies_subject_words_dropped AFTER DELETE ON companies_subject BEGIN
  INSERT INTO companies_subject_words (companies_subject_words, rowid, words)
    VALUES ('delete', old.id, old.search_key);
END;

-- A person's words begin with the organisation that noted the person, as o12xjensen.
DROP TRIGGER IF EXISTS companies_person_words_added;
CREATE TRIGGER companies_person_words_added AFTER INSERT ON companies_contactperson BEGIN
  INSERT INTO companies_person_words (rowid, words)
    VALUES (new.id, 'o' || new.organisation_id || 'x'
      || replace(new.search_key, ' ', ' o' || new.organisation_id || 'x'));
  INSERT INTO companies_word (word)
    SELECT DISTINCT value FROM json_each('["' || replace(new.search_key, ' ', '","') || '"]')
    WHERE length(value) > 3 AND value NOT IN (SELECT word FROM companies_word);
END;
DROP TRIGGER IF EXISTS companies_person_words_changed;
CREATE TRIGGER companies_person_words_changed AFTER UPDATE ON companies_contactperson
WHEN old.search_key <> new.search_key OR old.organisation_id <> new.organisation_id BEGIN
  INSERT INTO companies_person_words (companies_person_words, rowid, words)
    VALUES ('delete', old.id, 'o' || old.organisation_id || 'x'
      || replace(old.search_key, ' ', ' o' || old.organisation_id || 'x'));
  INSERT INTO companies_person_words (rowid, words)
    VALUES (new.id, 'o' || new.organisation_id || 'x'
      || replace(new.search_key, ' ', ' o' || new.organisation_id || 'x'));
  INSERT INTO companies_word (word)
    SELECT DISTINCT value FROM json_each('["' || replace(new.search_key, ' ', '","') || '"]')
    WHERE length(value) > 3 AND value NOT IN (SELECT word FROM companies_word);
END;
DROP TRIGGER IF EXISTS companies_person_words_dropped;
CREATE TRIGGER companies_person_words_dropped AFTER DELETE ON companies_contactperson BEGIN
  INSERT INTO companies_person_words (companies_person_words, rowid, words)
    VALUES ('delete', old.id, 'o' || old.organisation_id || 'x'
      || replace(old.search_key, ' ', ' o' || old.organisation_id || 'x'));
END;

-- What is there already.
INSERT INTO companies_subject_words (companies_subject_words) VALUES ('delete-all');
INSERT INTO companies_subject_words (rowid, words) SELECT id, search_key FROM companies_subject;
INSERT INTO companies_person_words (companies_person_words) VALUES ('delete-all');
INSERT INTO companies_person_words (rowid, words)
  SELECT id, 'o' || organisation_id || 'x' || replace(search_key, ' ', ' o' || organisation_id || 'x')
  FROM companies_contactperson;
DELETE FROM companies_word;
INSERT OR IGNORE INTO companies_word (word)
  SELECT part.value
  FROM companies_subject AS named, json_each('["' || replace(named.search_key, ' ', '","') || '"]') AS part
  WHERE length(part.value) > 3;
INSERT OR IGNORE INTO companies_word (word)
  SELECT part.value
  FROM companies_contactperson AS named,
    json_each('["' || replace(named.search_key, ' ', '","') || '"]') AS part
  WHERE length(part.value) > 3;

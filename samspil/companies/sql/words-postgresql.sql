-- The words of names, for the search; see companies/wordindex.py. Every word of four letters or more, once or
-- more: not unique, so that two who register the same new word at once never wait for each other.
CREATE TABLE IF NOT EXISTS companies_word (word text COLLATE "C" NOT NULL);
CREATE INDEX IF NOT EXISTS companies_word_word ON companies_word (word);

-- A name's words; a person's begin with the organisation that noted the person, as o12xjensen. It is said to be
-- dear, so that nobody ever plans to compute it for every row instead of looking it up.
CREATE OR REPLACE FUNCTION companies_words(name text, owner bigint DEFAULT NULL) RETURNS tsvector
  LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
  IF owner IS NULL THEN
    RETURN array_to_tsvector(string_to_array(name, ' '));
  END IF;
  RETURN array_to_tsvector(
    string_to_array('o' || owner || 'x' || replace(name, ' ', ' o' || owner || 'x'), ' ')
  );
END $$;
-- The pending list is walked by every search, so it is kept short.
DROP INDEX IF EXISTS companies_subject_words;
CREATE INDEX companies_subject_words ON companies_subject
  USING gin (companies_words(search_key)) WITH (gin_pending_list_limit = 256);
DROP INDEX IF EXISTS companies_person_words;
CREATE INDEX companies_person_words ON companies_contactperson
  USING gin (companies_words(search_key, organisation_id)) WITH (gin_pending_list_limit = 256);

CREATE OR REPLACE FUNCTION companies_note_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO companies_word (word)
    SELECT DISTINCT part.word COLLATE "C"
    FROM fresh, unnest(string_to_array(fresh.search_key, ' ')) AS part (word)
    WHERE length(part.word) > 3
      AND NOT EXISTS (SELECT 1 FROM companies_word AS known WHERE known.word = part.word COLLATE "C");
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER companies_subject_words_added AFTER INSERT ON companies_subject
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION companies_note_words();
CREATE OR REPLACE TRIGGER companies_subject_words_changed AFTER UPDATE ON companies_subject
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION companies_note_words();
CREATE OR REPLACE TRIGGER companies_person_words_added AFTER INSERT ON companies_contactperson
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION companies_note_words();
CREATE OR REPLACE TRIGGER companies_person_words_changed AFTER UPDATE ON companies_contactperson
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION companies_note_words();

-- What is there already.
TRUNCATE companies_word;
INSERT INTO companies_word (word)
  SELECT DISTINCT part.word COLLATE "C"
  FROM (SELECT search_key FROM companies_subject UNION ALL SELECT search_key FROM companies_contactperson)
    AS named, unnest(string_to_array(named.search_key, ' ')) AS part (word)
  WHERE length(part.word) > 3;

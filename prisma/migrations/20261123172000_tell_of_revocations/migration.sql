-- Processes that listen need not wait for their next poll; a transaction that adds many rows tells once.
CREATE FUNCTION "tell_of_revocations"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('revocations', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER "tell_of_revocations" AFTER INSERT ON "revocations"
  FOR EACH STATEMENT EXECUTE FUNCTION "tell_of_revocations"();

// One of everything that a schema can hold.

export const EVERYTHING: string = `
CREATE TYPE mood AS ENUM ('sad', 'it''s ok', 'happy');
CREATE TYPE address AS (street text, zip varchar(10), tags text[]);
CREATE DOMAIN email AS text CHECK (VALUE LIKE '%@%') NOT NULL DEFAULT 'a@b';
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE SEQUENCE numbers AS integer START WITH 10 INCREMENT BY 5 CYCLE;
CREATE FUNCTION positive(n integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$ SELECT n > 0 $$;
CREATE TABLE users (
  id bigint GENERATED ALWAYS AS IDENTITY (START WITH 100) PRIMARY KEY,
  name text NOT NULL COLLATE "C",
  "Odd Name" integer DEFAULT 3 CHECK ("Odd Name" > 0),
  mail email,
  home address,
  feels mood DEFAULT 'happy',
  moods mood[] NOT NULL DEFAULT '{}',
  made timestamptz NOT NULL DEFAULT now(),
  price numeric(10,2) CHECK (positive(price::integer)),
  total numeric GENERATED ALWAYS AS (price * 2) STORED,
  UNIQUE (name, made) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE serials (id serial PRIMARY KEY, n integer DEFAULT nextval('numbers'), "order" text);
CREATE TABLE orders (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), user_id bigint REFERENCES users(id) ON DELETE CASCADE, during span, EXCLUDE USING gist (during WITH &&)) WITH (fillfactor=70);
ALTER TABLE users ADD COLUMN last_order uuid, ADD CONSTRAINT lo FOREIGN KEY (last_order) REFERENCES orders(id) NOT VALID;
ALTER TABLE orders ADD CONSTRAINT late CHECK (id IS NOT NULL) NOT VALID;
CREATE UNLOGGED TABLE fast (k text, v jsonb);
CREATE INDEX fast_v ON fast USING gin (v jsonb_path_ops);
CREATE UNIQUE INDEX users_lower ON users (lower(name)) INCLUDE (made) WHERE price > 0;
CREATE TABLE events (id int, at date NOT NULL, note text DEFAULT 'x', PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE events_1 PARTITION OF events FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
CREATE TABLE events_rest PARTITION OF events DEFAULT;
ALTER TABLE events_1 ALTER COLUMN note SET DEFAULT 'y';
CREATE INDEX events_note ON events (note);
CREATE TABLE animals (name text, CHECK (name <> ''));
CREATE TABLE cats (lives integer) INHERITS (animals);
CREATE VIEW b_base AS SELECT id, name, feels FROM users WHERE price > 1;
CREATE VIEW a_top AS SELECT count(*) AS n FROM b_base;
CREATE MATERIALIZED VIEW totals AS SELECT user_id, count(*) AS n FROM orders GROUP BY user_id;
CREATE UNIQUE INDEX totals_user ON totals (user_id);
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE u users%ROWTYPE;
BEGIN
  NEW.made := now(); -- it's; fine
  RETURN NEW;
END $$;
CREATE TRIGGER users_stamp BEFORE UPDATE ON users FOR EACH ROW WHEN (OLD.name IS DISTINCT FROM NEW.name) EXECUTE FUNCTION stamp();
CREATE TRIGGER quiet AFTER INSERT ON users FOR EACH STATEMENT EXECUTE FUNCTION stamp();
ALTER TABLE users DISABLE TRIGGER quiet;
CREATE FUNCTION all_users() RETURNS SETOF users LANGUAGE sql STABLE AS 'SELECT * FROM users';
CREATE FUNCTION atomic_count() RETURNS bigint LANGUAGE sql BEGIN ATOMIC SELECT count(*) FROM users; END;
CREATE PROCEDURE clean(INOUT n integer) LANGUAGE plpgsql AS $body$ BEGIN DELETE FROM fast; END $body$;
CREATE AGGREGATE product(double precision) (SFUNC = float8mul, STYPE = double precision, INITCOND = '1');
CREATE TABLE selfish (id int, CHECK (id > 0));
CREATE FUNCTION check_selfish(s selfish) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
ALTER TABLE selfish ADD CHECK (check_selfish(selfish));
ALTER TABLE users ENABLE ROW LEVEL SECURITY;
CREATE POLICY own ON users FOR SELECT TO PUBLIC USING (name = current_user);
CREATE VIEW safe WITH (security_barrier) AS SELECT * FROM fast;
COMMENT ON TABLE users IS 'people; with ''quotes''';
COMMENT ON COLUMN users."Odd Name" IS 'odd';
COMMENT ON FUNCTION positive(integer) IS 'is it';
COMMENT ON INDEX users_lower IS 'lower';
COMMENT ON VIEW a_top IS 'top';
COMMENT ON TYPE mood IS 'feelings';
COMMENT ON CONSTRAINT users_pkey ON users IS 'key';
`;

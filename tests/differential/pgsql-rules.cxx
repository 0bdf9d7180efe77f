#include "subject.hxx"

// The SQL of PostgreSQL, and some that it does not take.

namespace differential
{
  const char* const rules (R"~~(
settings: 14* SET LOCAL work_mem = '1MB' | alone | 4* SET LOCAL standard_conforming_strings = off
  | SET LOCAL search_path = app, public | SET LOCAL search_path = public, app
  | 2* PREPARE {prepared} AS {statement} | SET LOCAL backslash_quote = on
  | 3* PREPARE {prepared} AS WITH d AS (DELETE FROM users RETURNING *) SELECT * FROM d
  | SET LOCAL client_encoding = latin1 | SET LOCAL client_encoding = sjis
  | SET LOCAL client_encoding = gbk

text: 16* {statement}
  | {statement}; | ; {statement} ; ;
  | 2* {statement}; {statement}
  | {query}; {statement}; {query}
  | {statement}; {statement}; {statement}
  | SAVEPOINT s; {statement}; RELEASE s
  | SAVEPOINT s; {statement}; ROLLBACK TO s
  | SAVEPOINT s; {statement}; ROLLBACK TO SAVEPOINT s; {statement}
  | {boundary}; {statement} | {boundary}
  | {statement}; {boundary}
  | {statement} --
  | {session}; {statement}
  | 2* {trap} | SET LOCAL standard_conforming_strings = off {then} {backslash}
  | SET LOCAL client_encoding = {encoding} {then} {encoded}
  | PREPARE {prepared#1} AS {preparable} {then} {prepared-use} | DECLARE cur CURSOR FOR SELECT * FROM users FOR UPDATE; FETCH cur; {current}

statement: {simple}
  | 8* {insert} | 8* {update} | 8* {delete} | 4* {merge} | 3* {query}
  | 8* {definition} | 2* {truncate} | 3* {other} | 3* {copy} | 3* {nested}
  | 2* {explain} {explained} | {prepare} | {run}

simple: DELETE FROM users
explained: {insert} | {update} | {delete} | {query} | {nested} | {merge}
  | CREATE TABLE {new} AS {query} | CREATE TABLE {new} AS EXECUTE {prepared}
  | EXECUTE {prepared} | DECLARE c CURSOR FOR {query} | SELECT 1 INTO {new}
explain: EXPLAIN | EXPLAIN ANALYZE | EXPLAIN (ANALYZE) | EXPLAIN ANALYZE VERBOSE
  | EXPLAIN (ANALYZE, COSTS off, VERBOSE) | EXPLAIN (COSTS off, ANALYZE true)
  | EXPLAIN (ANALYZE false) | EXPLAIN (FORMAT json) | EXPLAIN VERBOSE
  | EXPLAIN ("analyze" on) | EXPLAIN (ANALYZE 0) | EXPLAIN ANALYSE

insert: {with?} INSERT INTO {table} {as-alias?} {rows} {conflict?} {returning?}
  | 3* {with?} INSERT INTO {table} (id, n, name) {source} {returning?}
  | INSERT INTO {table} (id) VALUES ({new-id}) {returning?}
  | INSERT INTO {table} {rows-overriding}
  | INSERT INTO {table} WITH i AS ({writing}) SELECT {new-id}
rows: (id, n, name) VALUES ({new-id}, {number}, {string})
  | (id, n) VALUES ({new-id}, {number}), ({new-id}, DEFAULT)
  | VALUES ({new-id}) | SELECT {new-id}
rows-overriding: (id) OVERRIDING USER VALUE VALUES ({new-id})
  | OVERRIDING SYSTEM VALUE SELECT {new-id}
source: SELECT id + {int} + 20, n, {string} FROM {table}
  | VALUES ({new-id}, {number}, {string})
  | (SELECT id + 100, n, REPLACE (name, 'a', 'b') FROM {table} WHERE true)
  | SELECT id + 100, n FROM ONLY {table}
conflict: ON CONFLICT DO NOTHING | ON CONFLICT (id) DO NOTHING
  | ON CONFLICT (id) DO UPDATE SET n = excluded.n + {int}
  | ON CONFLICT (id) DO UPDATE SET (n, name) = (9, {string}) WHERE true
as-alias: AS u | AS "x y" | AS values

update: {with?} UPDATE {relation} SET {assignments} {where?} {returning?}
  | {with?} UPDATE {relation} {?AS} {alias#1} SET n = {alias#1}.n + 1 WHERE {alias#1}.id = 1
  | UPDATE {relation} AS {alias#1} SET n = other.n + 9 FROM {relation} AS other WHERE {alias#1}.id = other.id {returning-x?}
  | UPDATE {relation} {?AS} {alias#1} SET n = other.n + 9 FROM {table} other, (SELECT 1 AS one) o WHERE other.id = one
assignments: n = n + {int} | {q-n} = {int} | name = {string}, n = n + 1
  | (n, name) = (SELECT max (n) + 5, {string} FROM {table})
  | n = {expression} | name = REPLACE (name, 'a', {string}) | n = DEFAULT
  | (n, name) = ROW (7, {string})
alias: u | a1 | "x y" | temp | values | update | delete | only1 | of | "ONLY"

delete: {with?} DELETE FROM {relation} {where?} {returning?}
  | {with?} DELETE FROM {relation} {?AS} {alias#1} WHERE {alias#1}.id = {id}
  | DELETE FROM {relation} {?AS} {alias#1} USING {relation} AS other WHERE {alias#1}.id = other.id

merge: {with?} MERGE INTO {table} {?AS} {alias#1} USING {relation} AS s ON {alias#1}.id = s.id {whens}
  | {with?} MERGE INTO ONLY {table} {?AS} {alias#1} USING (SELECT 1 AS id, 7 AS n) s ON {alias#1}.id = s.id {whens}
  | MERGE INTO {table} {alias#1} USING {table} s ON {alias#1}.id = s.id + 20 {whens}
whens: {when} | {when} {when}
when: WHEN MATCHED AND s.id < 9 THEN UPDATE SET n = s.n + 5
  | WHEN MATCHED AND s.n > 1 THEN DELETE | WHEN MATCHED AND s.id = 2 THEN DO NOTHING
  | WHEN NOT MATCHED AND s.id > 0 THEN INSERT (id, n) VALUES (s.id + 50, s.n)
  | WHEN NOT MATCHED THEN INSERT VALUES (s.id + 50) | WHEN MATCHED THEN DELETE

with: WITH {common} | WITH RECURSIVE {common} | WITH {common}, {second}
  | 2* WITH {second} | WITH RECURSIVE {search}, {second}
common: c AS (SELECT 1) | c (x) AS (VALUES (1), (2)) | c AS MATERIALIZED (SELECT 1)
  | c AS NOT MATERIALIZED (SELECT id FROM {table}) | replace AS (SELECT 1)
  | recursive AS (SELECT 1) | "c d" AS (SELECT 1) | c AS (TABLE users)
  | c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3)
  | c AS (WITH d AS (SELECT 1) SELECT * FROM d) | materialized AS (SELECT 1)
  | delete AS (SELECT 1) | insert (x) AS (SELECT 1) | update AS (SELECT 1)
  | values AS (SELECT 1) | {search}
search: c AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM c WHERE x < 3) SEARCH DEPTH FIRST BY x SET o
  | c AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM c WHERE x < 3) CYCLE x SET isc USING p
  | c AS (SELECT 1 AS x UNION ALL SELECT x + 1 FROM c WHERE x < 3) SEARCH BREADTH FIRST BY x SET values
second: d AS (SELECT 2) | 3* d AS {?MATERIALIZED} ({writing})
  | d (x) AS (DELETE FROM {relation} RETURNING id) | delete AS ({writing})
  | d AS ({writing}), e AS ({writing})
writing-all: UPDATE {relation} SET n = n + 3 | DELETE FROM {relation}
writing: UPDATE {relation} SET n = n + 3 RETURNING id | DELETE FROM {relation} WHERE id = {id} RETURNING *
  | INSERT INTO {table} (id, n) VALUES ({new-id}, 4) RETURNING id | DELETE FROM {relation}
  | UPDATE {relation} {alias#2} SET n = 0
  | INSERT INTO {table} (id, n) VALUES ({new-id}, 4) ON CONFLICT DO NOTHING

nested: WITH x AS ({writing}) SELECT * FROM users | WITH x AS ({writing}), y AS ({writing}) SELECT 1
  | WITH x AS ({writing}) INSERT INTO {table} (id) SELECT 44
  | WITH x AS ({writing}) UPDATE {relation} SET n = 8
  | (WITH x AS ({writing}) SELECT 1) | WITH x AS ({writing}) (SELECT 1)
  | WITH x AS ({writing}) TABLE users | WITH x AS ({writing}) VALUES (1)
  | WITH x AS ({writing}) SELECT 1 INTO {new} | CREATE TABLE {new} AS WITH x AS ({writing}) SELECT 1
  | INSERT INTO {table} (id) WITH x AS ({writing-all}) SELECT 44
  | ((SELECT 1 INTO {new-or-old})) | WITH x AS (SELECT 1) SELECT * INTO {new-or-old} FROM x
  | WITH x AS (WITH y AS (SELECT 1) {writing}) SELECT 1

where: WHERE id = {id} | WHERE id IN (SELECT id FROM {relation})
  | WHERE n < {int} AND name <> {string} | WHERE {condition}
  | WHERE EXISTS (SELECT * FROM {table} AS o WHERE o.id = 1)
condition: n IS NOT NULL | name IS DISTINCT FROM {string} | true | NOT false
  | extract (year FROM now ()) > {int} | substring ('abc' FROM 2) = 'bc'
  | name ~'^[ab]' | n = ANY (ARRAY[1,2]) | n @> 1
returning: RETURNING id | RETURNING * | RETURNING id AS x, n
returning-x: RETURNING other.*

query: SELECT {free-expression}
  | {with?} SELECT * FROM {relation} {where?} | VALUES (1), (2) | TABLE {table}
  | SELECT 1 UNION SELECT n FROM {table} ORDER BY 1 LIMIT 1
  | SELECT {string}, "name" FROM {relation} FOR UPDATE
  | SELECT * FROM {table} FOR NO KEY UPDATE SKIP LOCKED
  | (SELECT 1) UNION ALL (SELECT 2) | SELECT n AS update, id AS delete FROM {table}

truncate: TRUNCATE {relation} | TRUNCATE TABLE {relation}, {relation} RESTART IDENTITY
  | TRUNCATE {relation} CASCADE | TRUNCATE {table} CONTINUE IDENTITY RESTRICT
  | TRUNCATE TABLE {table} *, ONLY {table} | TRUNCATE ONLY ({table}), {table}
  | TRUNCATE dog, person, house

copy: COPY {table} (id, n, name) FROM STDIN | COPY {table} FROM STDIN WITH (FORMAT text)
  | COPY {table} TO STDOUT | COPY ({query}) TO STDOUT | COPY ({writing}) TO STDOUT
  | COPY BINARY {table} TO STDOUT | COPY {table} (id, n, name) FROM STDIN WHERE id > 1
  | COPY (WITH x AS ({writing}) SELECT 1) TO STDOUT

definition: CREATE TABLE {if-not-exists?} {new-table} (id INTEGER PRIMARY KEY, n INT)
  | CREATE {temp} TABLE {if-not-exists?} {new-or-old} (id int, n int, name text)
  | CREATE {temp} TABLE {new-or-old} (LIKE users) ON COMMIT DELETE ROWS
  | CREATE {temp?} TABLE {new-or-old} AS {query}
  | CREATE {temp?} TABLE {if-not-exists?} {new-or-old} AS {query} WITH NO DATA
  | CREATE {temp?} TABLE {new-or-old} (a) AS {query}
  | CREATE TABLE {new} AS EXECUTE {prepared} | CREATE TABLE {new} (x) AS EXECUTE {prepared}
  | CREATE {temp} TABLE {new-or-old} AS SELECT * FROM {table}
  | SELECT * INTO {temp?} {?TABLE} {new-or-old} FROM {relation}
  | SELECT {expression} INTO {into} {new-or-old} FROM {table} {where?}
  | SELECT 1INTO {new} | SELECT 1 AS a INTO {into} {new} UNION SELECT 2
  | CREATE {temp?} VIEW {new-or-old} AS {query} | CREATE OR REPLACE VIEW {new-or-old} AS {query}
  | CREATE OR REPLACE {temp} VIEW {new-or-old} (x) AS SELECT 1
  | CREATE MATERIALIZED VIEW {if-not-exists?} {new} AS {query}
  | REFRESH MATERIALIZED VIEW seen | REFRESH MATERIALIZED VIEW public.seen WITH DATA
  | CREATE {?UNIQUE} INDEX {if-not-exists?} {new} ON users (n, id)
  | DROP TABLE {if-exists?} {table} {drop-how?} | DROP VIEW {if-exists?} shown
  | 4* DROP TABLE {if-exists?} {table}, {table} CASCADE | DROP MATERIALIZED VIEW seen
  | DROP INDEX {if-exists?} users_n | DROP TABLE person, dog
  | ALTER TABLE {if-exists?} {relation} RENAME TO {new}
  | ALTER TABLE {relation} RENAME {?COLUMN} name TO {new}
  | ALTER TABLE {relation} ADD {?COLUMN} {new} TEXT DEFAULT {string}
  | ALTER TABLE {relation} DROP {?COLUMN} name {drop-how?}
  | ALTER TABLE {relation} ALTER n TYPE text USING 'x' || n
  | ALTER TABLE {relation} ALTER n SET DEFAULT 3, ADD fresh int DEFAULT 4
  | ALTER TABLE {table} SET SCHEMA app | ALTER TABLE {table} RENAME CONSTRAINT users_pkey TO z
  | ALTER VIEW {table} RENAME TO {new} | ALTER INDEX users RENAME TO {new}
  | ALTER SEQUENCE logs RENAME TO {new} | ALTER SCHEMA app RENAME TO old
  | DROP SCHEMA app CASCADE | CREATE SCHEMA other CREATE TABLE t (n int)
  | CREATE TABLE {new#1} (n INT); INSERT INTO {new#1} VALUES (1); DROP TABLE {new#1}
  | ALTER TABLE {table} RENAME TO {new#1}; CREATE TABLE users (id int, n int, name text)
  | CREATE TABLE fresh () INHERITS ({table}) | CREATE TABLE fresh (LIKE {table})
  | CREATE RULE r AS ON INSERT TO logs DO ALSO DELETE FROM users
  | CREATE FUNCTION fresh () RETURNS int LANGUAGE sql BEGIN ATOMIC; DELETE FROM users; SELECT 1; END
  | CREATE FUNCTION fresh () RETURNS int LANGUAGE sql AS $$ DELETE FROM users; SELECT 1 $$; SELECT fresh ()
temp: TEMP | TEMPORARY | UNLOGGED | LOCAL TEMP | GLOBAL TEMPORARY
into: TEMP | TEMPORARY TABLE | UNLOGGED | TABLE | LOCAL TEMP TABLE
drop-how: CASCADE | RESTRICT
if-not-exists: IF NOT EXISTS
if-exists: IF EXISTS
new-table: {new} | public.{new} | app.{new} | "app".{new} | pg_temp.{new}
new-or-old: {new} | users | "order" | logs | pg_temp.users | temp | app.users
  | exists | if | local
new: fresh | "fresh one" | "Fresh" | FRESH | view | U&"fr\0065sh" | U&"u!0073ers2"~UESCAPE~'!'

prepare: PREPARE q AS {writing} | PREPARE q (int) AS SELECT $1
  | PREPARE values AS {writing} | PREPARE q AS {writing}; EXECUTE q
  | PREPARE q AS SELECT 1; {statement}
run: EXECUTE {prepared} | EXECUTE {prepared}; {statement} | DEALLOCATE ALL
prepared: 3* p | 2* values | insert | "p q" | replace | update

other: SAVEPOINT s | SHOW work_mem | RESET work_mem | LOCK TABLE users | LOCK users IN SHARE MODE
  | DO $$ BEGIN DELETE FROM users; END $$ | DO $x$ BEGIN UPDATE logs SET n = 0; END $x$
  | DO LANGUAGE plpgsql 'BEGIN DELETE FROM logs; END' | ANALYZE users | ANALYZE
  | COMMENT ON TABLE users IS {string} | GRANT SELECT ON users TO postgres
  | NOTIFY x | LISTEN x | SET LOCAL work_mem = '2MB' | SET search_path TO app
  | CLUSTER users USING users_pkey | REINDEX TABLE users | VACUUM | DISCARD TEMP
  | DECLARE c CURSOR FOR SELECT * FROM users; FETCH ALL FROM c; CLOSE c
  | DECLARE c SCROLL CURSOR WITH HOLD FOR {query} | SET CONSTRAINTS ALL IMMEDIATE
  | SECURITY LABEL ON TABLE users IS 'x' | CHECKPOINT | DROP OWNED BY postgres
session: SET LOCAL standard_conforming_strings = off | SET search_path = app
  | SET standard_conforming_strings TO on | RESET ALL | SET escape_string_warning = off
boundary: 3* COMMIT | END | END TRANSACTION | ROLLBACK | COMMIT; BEGIN | ABORT
  | ROLLBACK; BEGIN ISOLATION LEVEL SERIALIZABLE | COMMIT AND CHAIN | ROLLBACK AND CHAIN
  | SAVEPOINT a; RELEASE a | BEGIN | START TRANSACTION READ WRITE | COMMIT WORK

encoding: sjis | gbk | big5 | latin1
preparable: {writing} | WITH d AS ({writing-all} RETURNING *) SELECT * FROM d
prepared-use: EXECUTE {prepared#1} | CREATE TABLE fresh AS EXECUTE {prepared#1}
  | {explain} EXECUTE {prepared#1} | {explain} CREATE TABLE fresh AS EXECUTE {prepared#1}
  | EXPLAIN ANALYZE EXECUTE {prepared#1}

current: UPDATE users SET n = 77 WHERE CURRENT OF cur | DELETE FROM {users} WHERE CURRENT OF cur

trap: 5* {backslash} | 3* {dollar} | {encoded} | 2* {comment} | {literal}
backslash: SELECT '\', '; {statement}; --~' | SELECT '\'; {statement}; --~'
  | SELECT E'\'', '; {statement}; --~' | SELECT E'\\'; {statement}; --~'
  | SELECT E'\\\'', '; {statement}; --~' | SELECT N'\'; {statement}; --~'
  | SELECT '\'', '; {statement}; --~' | SELECT '\'' || ';'; {statement}; --~'
  | SELECT U&'\', '; {statement}; --~' | SELECT 'a'{nl}'\', '; {statement}; --~'
  | 2* SELECT E'a'{nl}'\'', '; {statement}; --~' | 2* SELECT E'a'{nl}'\''; {statement}; --~'
  | 2* SELECT '\', E'a'{nl}'\''; {statement}; --~' | 2* SELECT '\', E'\''; {statement}; --~'
  | 3* SELECT E'\''; {statement}; SELECT E'\'', '\'
  | 8* SELECT E'a'{nl}'\''; {statement}; SELECT E'\'', '\'
  | SELECT e'a'--~x{nl}'\''; {statement}; --~'
dollar: SELECT $$'$$; {statement}; --~' | SELECT $a$ $$ ' $a$; {statement}; --~'
  | SELECT 1$$~'~$$; {statement} | SELECT a$$~FROM~(SELECT~1~AS~a$$)~x; {statement}
  | SELECT $é$~'~$é$; {statement} | SELECT $1$$; {statement} | SELECT '$$'; {statement}; --~$$
  | SELECT $$ $a$ ' $$; {statement}; --~' | SELECT $$ -- $$; {statement} | SELECT $a$/*$a$; {statement}
encoded: SELECT E'{half}\'; {statement}; --~' | SELECT '{half}\'; {statement}; --~'
  | DELETE FROM{xa0}users
comment: 2* SELECT 1 /* /* */ ' */; {statement}; --~' | /* /* ' */ */ {statement} --~'{nl} | /* /* */ {statement} */ {statement}
  | SELECT 1 --~*/{nl}; {statement} | SELECT 1 --~'{r}; {statement} | SELECT 2 */*/**/*/ 2; {statement}
literal: SELECT {string}; {statement} --~' | SELECT {string}, '; {statement}; --~'
  | SELECT "name;'" FROM (SELECT 1 AS "name;'") q; {statement} --~'
  | SELECT B'1', X'1F'; {statement} | SELECT U&"x" FROM (SELECT 1 AS x) q; {statement}
half: {xbf} | {x95} | {xe9} | ä | {xa0}

relation: 4* {table} | ONLY {table} | ONLY ({table}) | {table} *
table: 3* {users} | 2* {logs} | {order} | {mixed} | {a-b} | {c-d} | {umlaut}
  | {long} | 2* {app-users} | {extra} | 2* {house} | 2* {person} | {dog} | {keyword}
users: 4* users | "users" | public.users | Users | USERS | postgres.public.users
  | "public"."users" | public."users" | PUBLIC.USERS | public~.~users | U&"users"
  | U&"\0075sers" | u&"!0075sers"~UESCAPE~'!'
logs: 3* logs | "logs" | public.logs
order: "order" | public."order" | public.order
mixed: "Mixed" | public."Mixed"
a-b: "a""b"
c-d: "c.d" | public."c.d"
umlaut: ä | "ä" | public.ä | public."ä"
app-users: app.users | "app"."users" | App.users | app."users"
long: a_table_whose_name_is_longer_than_postgresql_takes_it_so_that_the_end_is_cut_off
  | a_table_whose_name_is_longer_than_postgresql_takes_it_so_that_t
  | "a_table_whose_name_is_longer_than_postgresql_takes_it_so_that_the_end_is_cut_off"
  | a_table_whose_name_is_longer_than_postgresql_takes_it_so_that_tor_otherwise
extra: app.extra | "app".extra
house: house | "house" | public.house
person: person | "person"
dog: dog | "dog"
keyword: temp | values | restart | if | "temp" | "values" | public.temp | public.values

id: 1 | 2 | 3
new-id: 21 | 22 | 27 | 28 | 29 | 1
int: 1 | 2 | 5
number: {int} | 1.5 | 1e2 | .5 | -3 | 2::int | +4
q-n: n | "n" | N
string: 4* 'a' | 'it''s' | '--~' | '/*' | 'a;~DELETE~FROM~users' | '\' | '\\' | ''
  | E'a\'b' | E'a\\' | e'\n' | $$a$$ | $x$it's$x$ | $q$~$$~;~$q$ | U&'\0061' | N'a'
  | 'a{nl}b' | '"' | '`' | '[' | 'ä' | 'INTO~users' | 'a'{nl}'b' | 'a'{nl}--~c{nl}'b'
  | $ä$a$ä$ | $_1$~'~$_1$ | U&'!0061'~UESCAPE~'!' | E'\x41' | 'a''' | ''''
expression: {int} | n + 1 | (SELECT max (n) FROM {table})
  | CASE WHEN n > 1 THEN 5 ELSE {int} END | (n) + (1) | n -- 1{nl}+ 1
  | CAST (n AS INTEGER) + 1 | coalesce (n, {int}) | n - -1 | n::int + 3 | n*/*c*/2
  | length ({string}) | (ARRAY[1,2])[2] | n BETWEEN 1 AND 2 | (ROW (1, 2)).f1
free-expression: {int} | {string} | REPLACE ({string}, 'a', 'b') | length ({string})
  | (SELECT max (n) FROM {table}) | extract (year FROM now ()) | 1 <> 2 | ARRAY[1]
  | pg_catalog.date_part ('year', now ()) | '[]'::json | 5 !~~ 3

gap: {nl} | ~{nl}~ | /**/ | /*~c~*/ | --~c{nl} | --{nl} | /*~'~*/
  | --~'{nl} | --~;~DELETE{nl} | /*~;~*/ | /*~--~*/ | --~/*{nl} | ~~
  | {t} | {r} | {f} | /*~/*~n~*/~*/ | --x{r} | {r}{nl} | /*/**/*/

own-table: "a_table_whose_name_is_longer_than_postgresql_takes_it_so_that_the_end_is_cut_off"
  | "users" | "order" | "a""b" | "app"."users" | "app"."extra" | "house"
  | "public"."logs" | "person" | "ä" | "c.d" | "Mixed" | "temp" | "values"
own: INSERT INTO {own-table#1} ("id", "n", "name") VALUES ({p}, {p}, {p})
  | INSERT INTO {own-table#1} ("id", "n", "name") VALUES ({p} + 30, {p}, 1) RETURNING "id"
  | UPDATE {own-table#1} SET "n"={p}, "name"={p} WHERE "id"={p}
  | UPDATE {own-table#1} SET "name"={p}, "n"="n"+1 WHERE "id"={p} AND "n"={p}
  | UPDATE {own-table#1} SET "name"={p}, "n"="n"+1 WHERE "id"={p} AND "n"={p} RETURNING "n"
  | DELETE FROM {own-table#1} WHERE "id"={p}
  | DELETE FROM {own-table#1} WHERE "id"={p} AND "n"={p}
  | DELETE FROM {own-table#1}
  | DELETE FROM {own-table#1} WHERE {own-where}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}."id"={p}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}."id"={p} ORDER BY {own-table#1}."n"
  | SELECT{nl}{own-columns}{nl}FROM {own-table#1}{nl}LEFT JOIN "person" AS "of" ON "of"."id"={own-table#1}."id" WHERE {own-where} ORDER BY {own-table#1}."n" FOR UPDATE OF {own-table#1}
  | SELECT{nl}1{nl}FROM {own-table#1}{nl}WHERE {own-where} LIMIT 1
  | SELECT count(*) FROM {own-table#1}
own-columns: {own-table#1}."id",{nl}{own-table#1}."n"
  | {own-table#1}."id", {own-table#1}."n", {own-table#1}."name"
own-where: ({own-table#1}."n" = {p}) | ({own-table#1}."n" > {p}) AND (1 = 1)
  | ({own-table#1}."n" IN ({p}, {p})) OR ({own-table#1}."name" IS NOT NULL)
  | ({own-table#1}."n" > {p}) AND ({own-table#1}."name" LIKE 'a\%') | TRUE
)~~");
}

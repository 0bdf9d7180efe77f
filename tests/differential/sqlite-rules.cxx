#include "subject.hxx"

// The SQL of SQLite, and some that it does not take.

namespace differential
{
  const char* const rules (R"~~(
settings: 12* inside | alone

text: 14* {statement}
  | {statement}; | ; {statement} ; ; | {bom}{statement}
  | 2* {statement}; {statement}
  | {query}; {statement}; {query}
  | {statement}; {statement}; {statement}
  | SAVEPOINT s; {statement}; RELEASE s
  | SAVEPOINT s; {statement}; ROLLBACK TO s
  | {statement}; SELECT 1 FROM no_table; {statement}
  | {boundary}; {statement} | {boundary}
  | 2* {trap}
  | {statement}; {boundary}
  | {statement} /* to the end
  | {statement} --

statement: {simple}
  | 8* {insert} | 8* {update} | 8* {delete} | 3* {query} | 6* {definition}
  | 2* {other} | {catalog}
  | 2* EXPLAIN {explained} | EXPLAIN QUERY PLAN {explained}

simple: DELETE FROM users
explained: {insert} | {update} | {delete} | {query}

insert: {with?} {inserts} {relation} {as-alias?} {rows} {conflict?} {returning?}
  | 3* {with?} {inserts} {relation} (id, n, name) {source} {returning?}
  | {inserts} {relation} (id) VALUES ({new-id}) {returning?}
inserts: INSERT INTO | REPLACE INTO | INSERT OR {resolution} INTO
resolution: IGNORE | REPLACE | ABORT | FAIL | ROLLBACK
rows: (id, n, name) VALUES ({new-id}, {number}, {string})
  | (id, n) VALUES ({new-id}, {number}), ({new-id}, {number})
source: SELECT id + {number}, n, {string} FROM {table}
  | VALUES ({new-id}, {number}, {string})
  | SELECT id + 100, n, REPLACE (name, 'a', 'b') FROM {table} WHERE true
conflict: ON CONFLICT DO NOTHING | ON CONFLICT (id) DO NOTHING
  | ON CONFLICT (id) DO UPDATE SET n = excluded.n + {number}
  | ON CONFLICT (id) DO UPDATE SET (n, name) = (n + 1, {string}) WHERE n < 90
as-alias: AS u | AS "x y" | AS t1

update: {with?} {updates} {relation} {indexed?} SET {assignments} {where?} {returning?}
  | {with?} {updates} {relation} AS {alias#1} SET n = {alias#1}.n + 1 WHERE {alias#1}.id = 1
  | {updates} {relation} AS {alias#1} SET n = other.n + 9 FROM {table} AS other WHERE {alias#1}.id = other.id
  | {updates} {relation} AS {alias#1} SET n = other.n + 9 FROM {table} other, (SELECT 1 AS one) WHERE other.id = one
  | UPDATE OR REPLACE {relation} SET id = 2 WHERE id = 1
  | WITH c AS (SELECT 1) UPDATE OR REPLACE {table} AS {alias#1} SET id = 3 - id WHERE {alias#1}.id = 2
updates: 3* UPDATE | UPDATE OR {resolution}
indexed: NOT INDEXED
assignments: n = n + {number} | {q-n} = {number} | name = {string}, n = n + 1
  | (n, name) = (SELECT max (n) + 5, {string} FROM {table})
  | n = {expression} | name = REPLACE (name, 'a', {string})
alias: u | a1 | "x y" | [x y] | `x` | main | temp | replace

delete: {with?} DELETE FROM {relation} {indexed?} {where?} {returning?}
  | {with?} DELETE FROM {relation} AS {alias#1} WHERE {alias#1}.id = {id}

with: WITH {common} | WITH RECURSIVE {common} | WITH {common}, second AS (SELECT 2)
common: c AS (SELECT 1) | c (x) AS (VALUES (1), (2)) | c AS MATERIALIZED (SELECT 1)
  | c AS NOT MATERIALIZED (SELECT id FROM {table}) | replace AS (SELECT 1)
  | "c d" AS (SELECT 1)
  | c (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 3)
  | c AS (WITH d AS (SELECT 1) SELECT * FROM d) | materialized AS (SELECT 1)

where: WHERE id = {id} | WHERE id IN (SELECT id FROM {table})
  | WHERE n < {number} AND name <> {string} | WHERE {expression}
  | WHERE EXISTS (SELECT * FROM {table} AS o WHERE o.id = 1)
returning: RETURNING id | RETURNING * | RETURNING id AS x, n

query: SELECT {expression}
  | {with?} SELECT * FROM {table} {where?} | VALUES (1), (2)
  | SELECT 1 UNION SELECT n FROM {table} ORDER BY 1 LIMIT 1
  | SELECT {string}, "name" FROM {table} | SELECT [n], `name` FROM {table}

definition: CREATE TABLE {if-not-exists?} {new-table} (id INTEGER PRIMARY KEY, n INT)
  | CREATE {temp} TABLE {if-not-exists?} {new-or-old} (id, n, name)
  | CREATE {temp?} TABLE {new-or-old} AS {query}
  | CREATE {temp} TABLE {new-or-old} AS SELECT * FROM {table}
  | CREATE {temp?} VIEW {if-not-exists?} {new-or-old} AS {query}
  | CREATE {?UNIQUE} INDEX {if-not-exists?} {new} ON users (n, id)
  | DROP TABLE {if-exists?} {relation} | DROP VIEW {if-exists?} shown
  | DROP INDEX {if-exists?} users_n
  | ALTER TABLE {relation} RENAME TO {new}
  | ALTER TABLE {relation} RENAME {?COLUMN} name TO {new}
  | ALTER TABLE {relation} ADD {?COLUMN} {new} TEXT DEFAULT {string}
  | ALTER TABLE {relation} DROP {?COLUMN} name
  | CREATE TABLE {new#1} (n INT); INSERT INTO {new#1} VALUES (1); DROP TABLE {new#1}
  | ALTER TABLE {relation} RENAME TO {new#1}; CREATE TABLE users (id, n, name)
temp: TEMP | TEMPORARY
if-not-exists: IF NOT EXISTS
if-exists: IF EXISTS
new-table: {new} | main.{new} | app.{new} | "app".{new} | temp.{new}
new-or-old: {new} | users | "order" | logs
new: fresh | "fresh one" | [fresh] | `fresh` | 'fresh' | column

other: SAVEPOINT s | PRAGMA user_version = 5 | PRAGMA user_version (5) | REINDEX
  | PRAGMA table_info (users) | ANALYZE | ANALYZE users | REINDEX users
  | PRAGMA foreign_keys | DETACH app | ATTACH ':memory:' AS other | VACUUM
  | PRAGMA integrity_check
catalog: PRAGMA writable_schema = ON; DELETE FROM sqlite_master WHERE name = 'logs'
  | PRAGMA writable_schema = 1; UPDATE main.sqlite_schema SET name = 'fresh', tbl_name = 'fresh' WHERE name = 'logs'
  | PRAGMA writable_schema = 1; DELETE FROM SQLITE_MASTER

boundary: 3* COMMIT | END TRANSACTION | COMMIT TRANSACTION x | END TRANSACTION "x y"
  | ROLLBACK TRANSACTION x; BEGIN TRANSACTION x | ROLLBACK TRANSACTION x TO marker | ROLLBACK | COMMIT; BEGIN
  | ROLLBACK; BEGIN IMMEDIATE | ROLLBACK TO marker
  | SAVEPOINT a; RELEASE a

trap: 2* SELECT 1 AS [a'b]; {statement} --~' | SELECT 1 AS [a`"b], '; {statement}; --~'
  | SELECT 1 AS "a'b"; {statement} --~' | SELECT 1 AS `a'"b`; {statement} --~'
  | SELECT '\'; {statement}; --~' | SELECT '\', '; {statement}; --~' | SELECT 'a''b'; {statement} --~'
  | SELECT '/*'; {statement} --~*/ | SELECT '--'; {statement} | /* ' */ {statement} --~'
  | /* /* */ {statement} --~*/ | SELECT 1 /* /* ' */; {statement} --~' | SELECT 1 --~{r}'{nl}; {statement} --~'
  | SELECT x'61'; {statement} --~' | SELECT $a; {statement} | SELECT @a, :b, ?1; {statement} --~'
  | SELECT {string}; {statement} --~' | SELECT {string}, '; {statement}; --~' | SELECT 1 AS 'a"b'; {statement} --~"
  | SELECT 1 AS [a[b], 2 AS "]"; {statement} --~' | SELECT $a('{nl}'); {statement} --~'

relation: {table}
table: 3* {users} | 2* {logs} | {order} | {replace} | {a-b} | {c-d} | {umlaut}
  | 2* {app-users} | {extra} | 2* {house} | 2* {person} | {dog}
users: 4* users | "users" | 'users' | [users] | `users` | main.users | Users | USERS
  | "main"."users" | 'main'.'users' | [main].[users] | main."USERS" | main~.~users
logs: 3* logs | "logs" | main.logs | `logs`
order: "order" | [order] | `order` | 'order' | main."order"
replace: replace | "replace" | main.replace | [replace]
a-b: "a""b" | [a"b] | `a"b` | 'a"b'
c-d: "c.d" | 'c.d' | [c.d] | `c.d` | main."c.d"
umlaut: ä | "ä" | main.ä
app-users: app.users | "app"."users" | [app].users | 'app'.'users' | `app`.users
extra: extra | app.extra | "extra"
house: house | "house" | main.house
person: person | [person]
dog: dog | 'dog'

id: 1 | 2 | 3
new-id: 1 | 2 | 7 | 8 | 9
number: 1 | 2 | 5 | 1.5 | 1e2 | 0x10 | .5 | -3
q-n: n | "n" | [n] | `n` | 'n'
string: 'a' | 'it''s' | '--~' | '/*' | 'a;~DELETE~FROM~users' | '\' | '\\' | ''
  | x'61' | 'a{nl}b' | '"' | '`' | '[' | 'ä' | 'INTO~users' | '{xa0}' | '$$'
expression: {number} | {string} | n + 1 | (SELECT max (n) FROM {table})
  | CASE WHEN n > 1 THEN 5 ELSE {number} END | (n) + (1) | n -- 1{nl}+ 1
  | CAST (n AS INTEGER) + 1 | coalesce (n, {number}) || {string}
  | REPLACE ({string}, 'a', 'b') | "n" | "it''s" | n BETWEEN 1 AND 2 | n - -1
  | n->'$.a' | $a | @a | :a | #1 | ?1 | ? | $a::b | $a('{nl}') | @a$b

gap: {nl} | ~{nl}~ | /**/ | /*~c~*/ | --~c{nl} | --{nl} | /*~'~*/
  | --~'{nl} | --~;~DELETE{nl} | /*~;~*/ | /*~--~*/ | --~/*{nl} | ~~
  | {t} | {r}{nl} | {f}

own-table: "users" | "order" | "a""b" | "app"."users" | "app"."extra" | "house"
  | "main"."logs" | "person" | "ä" | "c.d"
own: INSERT INTO {own-table#1} ("id", "n", "name") VALUES ({p}, {p}, {p})
  | INSERT INTO {own-table#1} ("n", "name") VALUES ({p}, 1)
  | INSERT INTO {own-table#1} DEFAULT VALUES
  | UPDATE {own-table#1} SET "n"={p}, "name"={p} WHERE "id"={p}
  | UPDATE {own-table#1} SET "name"={p}, "n"="n"+1 WHERE "id"={p} AND "n"={p}
  | DELETE FROM {own-table#1} WHERE "id"={p}
  | DELETE FROM {own-table#1} WHERE "id"={p} AND "n"={p}
  | DELETE FROM {own-table#1}
  | DELETE FROM {own-table#1} WHERE {own-where}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}."id"={p}
  | SELECT {own-columns} FROM {own-table#1} WHERE {own-table#1}."id"={p} ORDER BY {own-table#1}."n"
  | SELECT{nl}{own-columns}{nl}FROM {own-table#1}{nl}LEFT JOIN "person" AS "of" ON "of"."id"={own-table#1}."id" WHERE {own-where} ORDER BY {own-table#1}."n"
  | SELECT{nl}1{nl}FROM {own-table#1}{nl}WHERE {own-where} LIMIT 1
  | SELECT count(*) FROM {own-table#1}
own-columns: {own-table#1}."id",{nl}{own-table#1}."n"
  | {own-table#1}."id", {own-table#1}."n", {own-table#1}."name"
own-where: ({own-table#1}."n" = {p}) | ({own-table#1}."n" > {p}) AND (1 = 1)
  | ({own-table#1}."n" IN ({p}, {p})) OR ({own-table#1}."name" IS NOT NULL)
  | {own-table#1}."name" LIKE {p} | TRUE
)~~");
}

// Prisma Migrate without its command line: reads the folder as `prisma migrate` does and hands it to the
// schema engine, which is what decides, runs and records. Prints one JSON object.
//
//   node prisma.mjs DATABASE MIGRATIONS deploy | diagnose | dev-diagnose | applied NAME | rolled-back NAME
//
// Runs in the folder that has node_modules. The engine is published as WebAssembly for bundlers, so it is put
// together here by hand; the connection is Prisma's own adapter for libSQL, which needs no compiler.
import { webcrypto } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [database, migrations, command, name] = process.argv.slice(2);
const modules = path.resolve('node_modules');
const load = (file) => import(pathToFileURL(path.join(modules, file)));
const require = createRequire(path.join(modules, 'here.js'));

// The engine takes random ids from here; Node.js 18, which is Debian 12's, does not have it of itself.
globalThis.crypto ??= webcrypto;
// The engine tells here why it panicked, before it traps.
globalThis.PRISMA_WASM_PANIC_REGISTRY = { set_message: (message) => console.error(message) };

const engineFolder = '@prisma/schema-engine-wasm';
const engine = await load(`${engineFolder}/schema_engine_bg.js`);
const { instance } = await WebAssembly.instantiate(
  fs.readFileSync(path.join(modules, engineFolder, 'schema_engine_bg.wasm')),
  { './schema_engine_bg.js': engine });
engine.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const { bindMigrationAwareSqlAdapterFactory } = require('@prisma/driver-adapter-utils');
const { PrismaLibSql } = require('@prisma/adapter-libsql');
const factory = bindMigrationAwareSqlAdapterFactory(new PrismaLibSql({ url: `file:${database}` }));

function migrationsList() {
  const directories = fs.readdirSync(migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory()).map((entry) => entry.name).sort((a, b) => a.localeCompare(b));
  const lock = path.join(migrations, 'migration_lock.toml');
  return {
    baseDir: path.resolve(migrations),
    lockfile: { path: 'migration_lock.toml', content: fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : null },
    shadowDbInitScript: '',
    migrationDirectories: directories.map((directory) => {
      const file = path.join(migrations, directory, 'migration.sql');
      const content = fs.existsSync(file)
        ? { tag: 'ok', value: fs.readFileSync(file, 'utf8') } : { tag: 'error', value: `${file} is missing` };
      return { path: directory, migrationFile: { path: 'migration.sql', content } };
    }),
  };
}

const filters = { externalTables: [], externalEnums: [] };
const commands = {
  deploy: (prisma) => prisma.applyMigrations({ migrationsList: migrationsList(), filters }),
  diagnose: (prisma) => prisma.diagnoseMigrationHistory(
    { migrationsList: migrationsList(), optInToShadowDatabase: false, filters }),
  'dev-diagnose': (prisma) => prisma.devDiagnostic({ migrationsList: migrationsList(), filters }),
  applied: (prisma) => prisma.markMigrationApplied({ migrationsList: migrationsList(), migrationName: name }),
  'rolled-back': (prisma) => prisma.markMigrationRolledBack({ migrationName: name }),
};

const schema = 'datasource db {\n  provider = "sqlite"\n}\n';
try {
  const prisma = await engine.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, factory);
  console.log(JSON.stringify(await commands[command](prisma)));
} catch (error) {
  console.log(JSON.stringify({ code: error.code ?? null, message: error.message ?? String(error) }));
  process.exitCode = 1;
}

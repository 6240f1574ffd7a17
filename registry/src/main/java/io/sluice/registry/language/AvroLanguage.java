/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.language;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.schema.Compatibility;
import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.Incompatibility;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;

/** Avro, with its rules of schema resolution. */
final class AvroLanguage implements SchemaLanguage {

    /** Avro writes its own attributes in a fixed order, and texts with references cannot be written without those. */
    @Override
    public String canonical(SchemaDocument schema) {
        Schema parsed = parse(schema);
        return schema.imports().isEmpty() ? parsed.toString() : CompactJson.write(CompactJson.read(schema.text()));
    }

    @Override
    public String normalized(SchemaDocument schema) {
        JsonNode tree = CompactJson.read(canonical(schema));
        return CompactJson.write(AvroOrder.normalize(tree));
    }

    @Override
    public List<String> incompatibilities(CompatibilityLevel level, SchemaDocument newSchema, List<Earlier> history) {
        List<Schema> parsed =
                history.stream().map(earlier -> parse(earlier.schema())).toList();
        return Compatibility.check(level, parse(newSchema), parsed).stream()
                .map(found -> sentence(found, history.get(found.version()).version()))
                .toList();
    }

    /** With the subject's own number of the old version: the history may begin late and have gaps. */
    private static String sentence(Incompatibility found, int version) {
        String old = "version " + version;
        boolean newReads = found.reader() == Incompatibility.Reader.NEW;
        String where = found.path().isEmpty() ? "the schema" : "field \"" + found.path() + "\"";
        return where + ": " + (newReads ? "the new schema" : old) + " has " + found.expected() + ", "
                + (newReads ? old : "the new schema") + " has " + found.found() + ". " + found.advice();
    }

    private static Schema parse(SchemaDocument schema) {
        Schema.Parser parser = new Schema.Parser();
        List<String> texts = new ArrayList<>();
        schema.imports().forEach(imported -> texts.add(imported.text()));
        try {
            texts.forEach(parser::parse);
            return parser.parse(schema.text());
        } catch (AvroRuntimeException e) {
            throw new InvalidSchemaException(e.getMessage(), e);
        }
    }
}

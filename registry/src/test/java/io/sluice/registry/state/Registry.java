/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import io.sluice.schema.CompatibilityLevel;
import io.sluice.schema.registry.SchemaReference;
import io.sluice.schema.registry.SchemaType;
import java.util.List;
import java.util.Optional;

/** A state and the log before it, with nobody else writing. */
final class Registry {

    private final RegistryState state = new RegistryState(CompatibilityLevel.BACKWARD);

    RegistryState state() {
        return state;
    }

    <T> T execute(Command<T> command) {
        Decision<T> decision = command.decide(state);
        decision.records()
                .forEach(record -> state.apply(state.lastOffset() + 1, record, Optional.of(state.lastOffset())));
        return decision.answer();
    }

    SchemaVersion register(String subject, String text) {
        return execute(avro(subject, text).register());
    }

    static Registration avro(String subject, String text, SchemaReference... references) {
        return new Registration(subject, SchemaType.AVRO, text, List.of(references), false);
    }

    /** A record with optional fields of these names. */
    static String record(String name, String... fields) {
        StringBuilder text = new StringBuilder("{\"type\":\"record\",\"name\":\"" + name + "\",\"fields\":[");
        for (int i = 0; i < fields.length; i++) {
            text.append(i == 0 ? "" : ",")
                    .append("{\"name\":\"")
                    .append(fields[i])
                    .append("\",\"type\":\"int\",\"default\":0}");
        }
        return text + "]}";
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.state.Deleted;
import io.sluice.registry.state.Registration;
import io.sluice.registry.store.RegistryStore;
import java.util.List;

/** {@code /compatibility}: whether a schema could be registered. Nothing is stored. */
final class CompatibilityHandlers {

    private final RegistryStore store;

    CompatibilityHandlers(RegistryStore store) {
        this.store = store;
    }

    /** With one version. */
    Response withVersion(Request request) {
        Registration schema = SchemaBodies.registration(request);
        return answer(
                request,
                store.read(state -> schema.incompatibilities(
                        state,
                        state.level(schema.subject()),
                        List.of(SchemaBodies.version(state, request, Deleted.WITHOUT)))));
    }

    /** With all that the subject's level looks at. */
    Response withSubject(Request request) {
        Registration schema = SchemaBodies.registration(request);
        return answer(
                request,
                store.read(state -> schema.incompatibilities(
                        state,
                        state.level(schema.subject()),
                        state.subjects().versions(schema.subject(), Deleted.WITHOUT))));
    }

    private static Response answer(Request request, List<String> problems) {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("is_compatible", problems.isEmpty());
        if (request.flag("verbose")) {
            ArrayNode messages = json.putArray("messages");
            problems.forEach(messages::add);
        }
        return Response.json(json);
    }
}

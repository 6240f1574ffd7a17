/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.RegistryState;
import io.sluice.registry.state.SchemaContent;
import io.sluice.registry.state.SchemaVersion;
import io.sluice.registry.state.SubjectVersion;
import io.sluice.registry.store.RegistryStore;
import java.util.List;
import java.util.stream.Stream;

/** {@code /schemas} and what is below it. */
final class SchemaHandlers {

    private final RegistryStore store;

    SchemaHandlers(RegistryStore store) {
        this.store = store;
    }

    Response list(Request request) {
        String prefix = request.parameter("subjectPrefix", "");
        boolean latestOnly = request.flag("latestOnly");
        int offset = Math.max(0, request.number("offset", 0));
        int limit = request.number("limit", -1);
        List<SchemaVersion> found = store.read(state -> state.subjects().names(request.deleted()).stream()
                .filter(subject -> subject.startsWith(prefix))
                .flatMap(subject -> {
                    List<SchemaVersion> versions = state.subjects().versions(subject, request.deleted());
                    return latestOnly ? Stream.of(versions.get(versions.size() - 1)) : versions.stream();
                })
                .skip(offset)
                .limit(limit < 0 ? Long.MAX_VALUE : limit)
                .toList());
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        found.forEach(version -> array.add(SchemaBodies.ofVersion(version)));
        return Response.json(array);
    }

    Response byId(Request request) {
        return Response.json(store.read(state -> {
            ObjectNode json = SchemaBodies.ofContent(content(state, request));
            return request.flag("fetchMaxId")
                    ? json.put("maxId", state.subjects().highestLivingId())
                    : json;
        }));
    }

    Response text(Request request) {
        return Response.raw(store.read(state -> content(state, request)).text());
    }

    Response subjects(Request request) {
        return Response.list(
                users(request).stream().map(SubjectVersion::subject).distinct().toList());
    }

    Response versions(Request request) {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        users(request)
                .forEach(
                        user -> array.addObject().put("subject", user.subject()).put("version", user.version()));
        return Response.json(array);
    }

    private List<SubjectVersion> users(Request request) {
        return store.read(state -> {
            int id = request.id();
            if (state.subjects().content(id).isEmpty()) {
                throw notFound(id);
            }
            return state.subjects().users(id, request.deleted());
        });
    }

    private static SchemaContent content(RegistryState state, Request request) {
        int id = request.id();
        return state.subjects().content(id).orElseThrow(() -> notFound(id));
    }

    private static RegistryException notFound(int id) {
        return new RegistryException(RegistryError.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
    }
}

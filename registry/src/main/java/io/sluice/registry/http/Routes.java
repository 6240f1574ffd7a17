/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.registry.store.RegistryStore;
import io.sluice.schema.registry.SchemaType;
import java.util.List;
import java.util.stream.Stream;

/** The whole API at a glance. */
final class Routes {

    private Routes() {}

    static List<Route> of(RegistryStore store) {
        SubjectHandlers subjects = new SubjectHandlers(store);
        SchemaHandlers schemas = new SchemaHandlers(store);
        CompatibilityHandlers compatibility = new CompatibilityHandlers(store);
        SettingsHandlers settings = new SettingsHandlers(store);
        return List.of(
                Route.of("GET", "/", request -> Response.json(JsonNodeFactory.instance.objectNode())),
                Route.of("GET", "/subjects", subjects::list),
                Route.of("POST", "/subjects/{subject}", subjects::lookUp),
                Route.of("DELETE", "/subjects/{subject}", subjects::delete),
                Route.of("GET", "/subjects/{subject}/versions", subjects::versions),
                Route.of("POST", "/subjects/{subject}/versions", subjects::register),
                Route.of("GET", "/subjects/{subject}/versions/{version}", subjects::version),
                Route.of("DELETE", "/subjects/{subject}/versions/{version}", subjects::deleteVersion),
                Route.of("GET", "/subjects/{subject}/versions/{version}/schema", subjects::versionText),
                Route.of("GET", "/subjects/{subject}/versions/{version}/referencedby", subjects::referencedBy),
                Route.of("GET", "/schemas", schemas::list),
                Route.of(
                        "GET",
                        "/schemas/types",
                        request -> Response.list(
                                Stream.of(SchemaType.values()).map(Enum::name).toList())),
                Route.of("GET", "/schemas/ids/{id}", schemas::byId),
                Route.of("GET", "/schemas/ids/{id}/schema", schemas::text),
                Route.of("GET", "/schemas/ids/{id}/subjects", schemas::subjects),
                Route.of("GET", "/schemas/ids/{id}/versions", schemas::versions),
                Route.of("POST", "/compatibility/subjects/{subject}/versions", compatibility::withSubject),
                Route.of("POST", "/compatibility/subjects/{subject}/versions/{version}", compatibility::withVersion),
                Route.of("GET", "/config", settings::globalLevel),
                Route.of("PUT", "/config", settings::setGlobalLevel),
                Route.of("DELETE", "/config", settings::clearGlobalLevel),
                Route.of("GET", "/config/{subject}", settings::level),
                Route.of("PUT", "/config/{subject}", settings::setLevel),
                Route.of("DELETE", "/config/{subject}", settings::clearLevel),
                Route.of("GET", "/mode", settings::globalMode),
                Route.of("PUT", "/mode", settings::setGlobalMode),
                Route.of("DELETE", "/mode", settings::clearGlobalMode),
                Route.of("GET", "/mode/{subject}", settings::mode),
                Route.of("PUT", "/mode/{subject}", settings::setMode),
                Route.of("DELETE", "/mode/{subject}", settings::clearMode),
                Route.of("GET", "/contexts", request -> Response.list(List.of("."))));
    }
}

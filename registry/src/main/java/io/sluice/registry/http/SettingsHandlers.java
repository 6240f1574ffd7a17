/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.sluice.registry.state.Mode;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import io.sluice.registry.state.RegistryState;
import io.sluice.registry.state.Settings;
import io.sluice.registry.store.RegistryStore;
import io.sluice.schema.CompatibilityLevel;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** {@code /config} and {@code /mode}. */
final class SettingsHandlers {

    private static final String DEFAULT_TO_GLOBAL = "defaultToGlobal";
    private static final String LEVEL = "compatibilityLevel";
    private static final String NEW_LEVEL = "compatibility";
    private static final String MODE = "mode";

    private final RegistryStore store;

    SettingsHandlers(RegistryStore store) {
        this.store = store;
    }

    Response globalLevel(Request request) {
        return answer(LEVEL, store.read(RegistryState::globalLevel));
    }

    Response setGlobalLevel(Request request) {
        return answer(NEW_LEVEL, store.execute(Settings.setLevel(null, newLevel(request))));
    }

    Response clearGlobalLevel(Request request) {
        return answer(LEVEL, store.execute(Settings.clearLevel(null)));
    }

    Response level(Request request) {
        String subject = request.subject();
        return answer(
                LEVEL,
                store.read(state -> request.flag(DEFAULT_TO_GLOBAL)
                        ? state.level(subject)
                        : state.subjectLevel(subject).orElseThrow(() -> Settings.levelNotConfigured(subject))));
    }

    Response setLevel(Request request) {
        return answer(NEW_LEVEL, store.execute(Settings.setLevel(request.subject(), newLevel(request))));
    }

    Response clearLevel(Request request) {
        return answer(LEVEL, store.execute(Settings.clearLevel(request.subject())));
    }

    Response globalMode(Request request) {
        return answer(MODE, store.read(RegistryState::globalMode));
    }

    Response setGlobalMode(Request request) {
        return answer(MODE, store.execute(Settings.setMode(null, newMode(request))));
    }

    Response clearGlobalMode(Request request) {
        return answer(MODE, store.execute(Settings.clearMode(null)));
    }

    Response mode(Request request) {
        String subject = request.subject();
        return answer(
                MODE,
                store.read(state -> request.flag(DEFAULT_TO_GLOBAL)
                        ? state.mode(subject)
                        : state.subjectMode(subject).orElseThrow(() -> Settings.modeNotConfigured(subject))));
    }

    Response setMode(Request request) {
        return answer(MODE, store.execute(Settings.setMode(request.subject(), newMode(request))));
    }

    Response clearMode(Request request) {
        return answer(MODE, store.execute(Settings.clearMode(request.subject())));
    }

    private static Response answer(String attribute, Enum<?> value) {
        return Response.json(JsonNodeFactory.instance.objectNode().put(attribute, value.name()));
    }

    private static CompatibilityLevel newLevel(Request request) {
        String name = text(request.json(), NEW_LEVEL);
        return Stream.of(CompatibilityLevel.values())
                .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new RegistryException(
                        RegistryError.INVALID_COMPATIBILITY_LEVEL,
                        "Invalid compatibility level '" + name + "'. Valid values are "
                                + List.of(CompatibilityLevel.values())));
    }

    private static Mode newMode(Request request) {
        String name = text(request.json(), MODE);
        return Stream.of(Mode.values())
                .filter(mode -> mode.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new RegistryException(
                        RegistryError.INVALID_MODE,
                        "Invalid mode '" + name + "'. This registry has " + List.of(Mode.values())));
    }

    private static String text(JsonNode json, String attribute) {
        return json.path(attribute).asText();
    }
}

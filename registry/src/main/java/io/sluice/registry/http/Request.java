/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.sluice.registry.state.Deleted;
import io.sluice.registry.state.RegistryError;
import io.sluice.registry.state.RegistryException;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose path has been recognised.
 *
 * @param variables parts of the path, by their names in the route
 * @param query parameters of the URL; the last one of a name
 * @param body empty if there is none
 */
record Request(Map<String, String> variables, Map<String, String> query, Optional<JsonNode> body) {

    private static final int LONGEST_SUBJECT = 1024;

    /** @throws RegistryException if it is no name of a subject */
    String subject() {
        String subject = variables.getOrDefault("subject", "");
        if (subject.isBlank()
                || subject.length() > LONGEST_SUBJECT
                || subject.chars().anyMatch(Character::isISOControl)) {
            throw new RegistryException(
                    RegistryError.INVALID_SUBJECT,
                    "The specified subject '" + subject + "' is not a valid subject: it must have 1 to "
                            + LONGEST_SUBJECT + " characters, none of them a control character");
        }
        return subject;
    }

    /**
     * An id of a schema.
     *
     * @throws RegistryException if it is no number
     */
    int id() {
        String id = variables.getOrDefault("id", "");
        try {
            return Integer.parseInt(id);
        } catch (NumberFormatException e) {
            throw new RegistryException(RegistryError.SCHEMA_NOT_FOUND, "Schema " + id + " not found: not an id");
        }
    }

    boolean flag(String name) {
        String value = query.get(name);
        return value != null && (value.isEmpty() || value.equalsIgnoreCase("true"));
    }

    String parameter(String name, String otherwise) {
        return query.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        String value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new BadRequestException(400, "the parameter " + name + " must be a number, but is '" + value + "'");
        }
    }

    /** What {@code deleted} and {@code deletedOnly} ask for. */
    Deleted deleted() {
        if (flag("deletedOnly")) {
            return Deleted.ONLY;
        }
        return flag("deleted") ? Deleted.WITH : Deleted.WITHOUT;
    }

    JsonNode json() {
        return body.filter(JsonNode::isObject)
                .orElseThrow(() -> new BadRequestException(400, "the body of the request must be a JSON object"));
    }
}

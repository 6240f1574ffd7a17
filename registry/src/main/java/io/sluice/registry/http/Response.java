/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Collection;

/** Status and body of an answer. */
record Response(int status, String body) {

    static Response json(JsonNode body) {
        return new Response(200, body.toString());
    }

    /** A list of texts or numbers. */
    static Response list(Collection<?> values) {
        var array = JsonNodeFactory.instance.arrayNode();
        values.forEach(array::addPOJO);
        return json(array);
    }

    /** A text that is JSON already, or is not meant to be. */
    static Response raw(String body) {
        return new Response(200, body);
    }

    static Response error(int status, int code, String message) {
        return new Response(status, "{\"error_code\":" + code + ",\"message\":" + TextNode.valueOf(message) + "}");
    }
}

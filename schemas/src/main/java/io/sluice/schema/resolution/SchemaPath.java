/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.resolution;

/**
 * A place in a schema.
 *
 * @param text such as {@code items[].price} or {@code tags{}.name}; empty for the whole
 */
public record SchemaPath(String text) {

    public static final SchemaPath ROOT = new SchemaPath("");

    public SchemaPath field(String name) {
        return new SchemaPath(text.isEmpty() ? name : text + "." + name);
    }

    public SchemaPath elements() {
        return new SchemaPath(text + "[]");
    }

    public SchemaPath values() {
        return new SchemaPath(text + "{}");
    }

    @Override
    public String toString() {
        return text;
    }
}

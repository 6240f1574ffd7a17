/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

/** Two schemas that no table can hold together. Names the field, both types, and what to do. */
public final class IncompatibleSchemaException extends RuntimeException {

    private final String path;
    private final String tableType;
    private final String incomingType;

    public IncompatibleSchemaException(String path, String tableType, String incomingType, String advice) {
        super((path.isEmpty() ? "the record" : "field \"" + path + "\"") + ": the table has " + tableType
                + ", the new schema has " + incomingType + ". " + advice);
        this.path = path;
        this.tableType = tableType;
        this.incomingType = incomingType;
    }

    /** Where, such as {@code items[].price} or {@code tags{}.name}; empty for the record as a whole. */
    public String path() {
        return path;
    }

    public String tableType() {
        return tableType;
    }

    public String incomingType() {
        return incomingType;
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.schema.avro.AvroInput;

/** Takes a value of one Avro type apart, into the columns below one node of a Parquet schema. */
interface ColumnShredder {

    /**
     * Reads the next value.
     *
     * @param repetition the level of what is written first: 0 for a new row, else that of the list that goes on
     */
    void write(AvroInput in, int repetition);

    /**
     * There is no value.
     *
     * @param definition the level that is there still
     */
    void absent(int repetition, int definition);
}

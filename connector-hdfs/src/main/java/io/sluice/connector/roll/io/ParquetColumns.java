/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.table.parquet.FloatOrder;
import org.apache.avro.Schema;
import org.apache.parquet.avro.AvroSchemaConverter;
import org.apache.parquet.avro.AvroWriteSupport;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.TypeUtil;

/** The columns that the fields of a schema become. Not all that Avro can say has columns: a record without fields has none. */
public final class ParquetColumns {

    private ParquetColumns() {}

    /** A modern list layout: what Kite, Hive and Spark all read. */
    static ParquetConfiguration settings() {
        PlainParquetConfiguration settings = new PlainParquetConfiguration();
        settings.setBoolean(AvroWriteSupport.WRITE_OLD_LIST_STRUCTURE, false);
        return settings;
    }

    /** The columns; floating-point ones in the order that all readers know. */
    static MessageType of(Schema schema) {
        return FloatOrder.asAllReadersKnow(new AvroSchemaConverter(settings()).convert(schema));
    }

    /**
     * Checks that {@link ParquetConverter} can write records of a schema.
     *
     * @throws IllegalArgumentException if not; says what is in the way
     */
    public static void require(Schema schema) {
        try {
            TypeUtil.checkValidWriteSchema(of(schema));
        } catch (RuntimeException e) {
            // Parquet has a kind of exception for each reason, and no common one.
            throw new IllegalArgumentException("Parquet has no columns for it: " + e.getMessage(), e);
        }
    }
}

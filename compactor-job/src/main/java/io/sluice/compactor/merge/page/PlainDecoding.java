/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/** Numbers of a page in an encoding other than PLAIN, such as DELTA_BINARY_PACKED, as PLAIN ones. */
public final class PlainDecoding {

    private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

    private PlainDecoding() {}

    /** Decodes the values of a page of numbers. */
    public static byte[] decode(OpenPage page, int count) {
        Encoding encoding = CONVERTER.getEncoding(page.raw().encoding());
        ValuesReader reader = encoding.getValuesReader(page.column(), ValuesType.VALUES);
        ByteBuffer values = ByteBuffer.wrap(page.values(), page.valuesStart(), page.valuesEnd() - page.valuesStart());
        try {
            reader.initFromPage(count, ByteBufferInputStream.wrap(values.slice()));
        } catch (IOException e) {
            throw new CorruptPageException("values cannot be decoded: " + e.getMessage());
        }
        ByteBuffer plain = ByteBuffer.allocate(count * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            switch (page.column().getPrimitiveType().getPrimitiveTypeName()) {
                case INT32 -> plain.putInt(reader.readInteger());
                case INT64 -> plain.putLong(reader.readLong());
                case FLOAT -> plain.putFloat(reader.readFloat());
                default -> throw new IllegalStateException("not a number that widens: " + page.column());
            }
        }
        return java.util.Arrays.copyOf(plain.array(), plain.position());
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.merge.page;

import io.sluice.compactor.merge.encoding.CorruptPageException;
import io.sluice.compactor.merge.encoding.PlainValues;
import io.sluice.compactor.merge.encoding.PlainWidth;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.format.converter.ParquetMetadataConverter;

/** Values of a page in an encoding other than PLAIN, such as DELTA_BINARY_PACKED, as PLAIN ones. */
public final class PlainDecoding {

    private static final ParquetMetadataConverter CONVERTER = new ParquetMetadataConverter();

    private PlainDecoding() {}

    /** Decodes the values of a page; not of booleans. */
    public static byte[] decode(OpenPage page, int count) {
        Encoding encoding = CONVERTER.getEncoding(page.raw().encoding());
        ValuesReader reader = encoding.getValuesReader(page.column(), ValuesType.VALUES);
        ByteBuffer values = ByteBuffer.wrap(page.values(), page.valuesStart(), page.valuesEnd() - page.valuesStart());
        try {
            reader.initFromPage(count, ByteBufferInputStream.wrap(values.slice()));
        } catch (IOException e) {
            throw new CorruptPageException("values cannot be decoded: " + e.getMessage());
        }
        PlainValues plain = new PlainValues(PlainWidth.of(page.column().getPrimitiveType()));
        for (int i = 0; i < count; i++) {
            switch (page.column().getPrimitiveType().getPrimitiveTypeName()) {
                case INT32 -> plain.addInt(reader.readInteger());
                case INT64 -> plain.addLong(reader.readLong());
                case FLOAT -> plain.addInt(Float.floatToRawIntBits(reader.readFloat()));
                case DOUBLE -> plain.addLong(Double.doubleToRawLongBits(reader.readDouble()));
                case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                    plain.addBytes(reader.readBytes().getBytesUnsafe());
                case BOOLEAN -> throw new IllegalStateException("booleans have no bytes: " + page.column());
            }
        }
        return plain.toByteArray();
    }
}

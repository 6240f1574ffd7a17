/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.resolution.Resolution.OfEnum;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData.EnumSymbol;
import org.jspecify.annotations.Nullable;

/** Reads a symbol: one object for each, as it has no state. */
final class EnumReader implements ValueReader {

    private final Schema reader;
    private final List<String> written;
    private final @Nullable EnumSymbol[] symbols;

    EnumReader(OfEnum resolution) {
        this.reader = resolution.reader();
        this.written = resolution.writer().getEnumSymbols();
        this.symbols = written.stream()
                .map(symbol -> resolution
                        .symbol(symbol)
                        .map(read -> new EnumSymbol(reader, read))
                        .orElse(null))
                .toArray(EnumSymbol[]::new);
    }

    @Override
    public EnumSymbol read(AvroInput in) {
        long index = in.readLong();
        if (index < 0 || index >= symbols.length) {
            throw new UnreadableValueException("symbol " + index + " of an enum that has " + symbols.length);
        }
        EnumSymbol symbol = symbols[(int) index];
        if (symbol == null) {
            throw new UnreadableValueException("the symbol " + written.get((int) index) + ", which the enum "
                    + reader.getFullName() + " to be read lacks, as it does a default");
        }
        return symbol;
    }
}

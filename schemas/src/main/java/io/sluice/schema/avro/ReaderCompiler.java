/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema.avro;

import io.sluice.schema.avro.RecordReader.Default;
import io.sluice.schema.avro.RecordReader.Read;
import io.sluice.schema.resolution.FieldDefault;
import io.sluice.schema.resolution.Resolution;
import io.sluice.schema.resolution.Resolution.FieldMatch;
import io.sluice.schema.resolution.Resolution.Mismatch;
import io.sluice.schema.resolution.Resolution.OfArray;
import io.sluice.schema.resolution.Resolution.OfEnum;
import io.sluice.schema.resolution.Resolution.OfMap;
import io.sluice.schema.resolution.Resolution.OfRecord;
import io.sluice.schema.resolution.Resolution.OfUnion;
import io.sluice.schema.resolution.Resolution.Promoted;
import io.sluice.schema.resolution.Resolution.Same;
import io.sluice.schema.resolution.TypeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.generic.GenericData;

/** Makes the reader of each place of a {@link Resolution}. */
final class ReaderCompiler implements Resolution.Visitor<ValueReader> {

    private final Map<OfRecord, RecordReader> records = new HashMap<>();
    private final Skips skips = new Skips(false);

    @Override
    public ValueReader same(Same same) {
        Schema reader = same.reader();
        return switch (reader.getType()) {
            case NULL -> SimpleReader.NULL;
            case BOOLEAN -> SimpleReader.BOOLEAN;
            case INT -> SimpleReader.INT;
            case LONG -> SimpleReader.LONG;
            case FLOAT -> SimpleReader.FLOAT;
            case DOUBLE -> SimpleReader.DOUBLE;
            case STRING -> SimpleReader.STRING;
            case BYTES -> SimpleReader.BYTES;
            case FIXED -> {
                int size = reader.getFixedSize();
                yield in -> new GenericData.Fixed(reader, in.readFixed(size));
            }
            default -> throw new IllegalStateException("not simple: " + reader);
        };
    }

    @Override
    public ValueReader promoted(Promoted promoted) {
        boolean fromFloat = promoted.writer().getType() == Schema.Type.FLOAT;
        return switch (promoted.reader().getType()) {
            case LONG -> in -> (long) in.readInt();
            case FLOAT -> in -> (float) in.readLong();
            case DOUBLE -> fromFloat ? in -> (double) in.readFloat() : in -> (double) in.readLong();
            case STRING -> SimpleReader.STRING;
            case BYTES -> SimpleReader.BYTES;
            default -> throw new IllegalStateException("nothing is promoted to " + promoted.reader());
        };
    }

    @Override
    public ValueReader symbols(OfEnum symbols) {
        return new EnumReader(symbols);
    }

    @Override
    public ValueReader elements(OfArray array) {
        return ArrayReaders.of(array.writer(), array.reader(), array.element().accept(this));
    }

    @Override
    public ValueReader values(OfMap map) {
        return new MapReader(map.writer(), map.value().accept(this));
    }

    @Override
    public ValueReader branches(OfUnion union) {
        List<ValueReader> branches =
                union.branches().stream().map(branch -> branch.accept(this)).toList();
        Schema written = union.writer();
        // Where null cannot be read, the reader of its branch is one that says so.
        int ofNull = written.isNullable() ? written.getIndexNamed("null") : -1;
        boolean nullable = branches.size() == 2 && ofNull >= 0 && branches.get(ofNull) == SimpleReader.NULL;
        return nullable ? new NullableReader(ofNull, branches.get(1 - ofNull)) : new UnionReader(branches);
    }

    @Override
    public ValueReader fields(OfRecord record) {
        RecordReader known = records.get(record);
        if (known != null) {
            return known;
        }
        RecordReader reader = new RecordReader(record.reader());
        records.put(record, reader);
        Map<Integer, FieldMatch> wanted = new HashMap<>();
        List<Default> defaults = new ArrayList<>();
        for (FieldMatch match : record.fields()) {
            if (match.written() != null) {
                wanted.put(match.written().pos(), match);
            } else {
                defaults.add(absent(match));
            }
        }
        List<Read> reads = new ArrayList<>();
        for (Field field : record.writer().getFields()) {
            FieldMatch match = wanted.get(field.pos());
            reads.add(
                    match == null || match.resolution() == null
                            ? new Read(field.name(), -1, skips.of(field.schema()))
                            : new Read(
                                    field.name(),
                                    match.field().pos(),
                                    match.resolution().accept(this)));
        }
        reader.fields(reads, defaults);
        return reader;
    }

    private static Default absent(FieldMatch match) {
        Field field = match.field();
        if (match.isMissing()) {
            UnreadableValueException missing = new UnreadableValueException("the writer's schema has no such field, and"
                            + " that to be read, of type " + TypeNames.of(field.schema()) + ", has no default")
                    .inField(field.name());
            return new Default(field.pos(), () -> {
                throw missing;
            });
        }
        return new Default(field.pos(), FieldDefault.of(field));
    }

    @Override
    public ValueReader mismatch(Mismatch mismatch) {
        String problem = "a value of type " + TypeNames.of(mismatch.writer()) + " was written, and "
                + TypeNames.of(mismatch.reader()) + " is to be read";
        return in -> {
            throw new UnreadableValueException(problem);
        };
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.roll.io;

import io.sluice.schema.avro.AvroInput;
import java.util.List;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;

/** The kinds of {@link ColumnShredder}. */
final class Shredders {

    /** Counts are of our own writing, and nothing is reserved for them. */
    private static final int ITEM_BYTES = 0;

    private Shredders() {}

    /** A record. */
    static final class Fields implements ColumnShredder {

        private final ColumnShredder[] fields;

        Fields(List<ColumnShredder> fields) {
            this.fields = fields.toArray(ColumnShredder[]::new);
        }

        @Override
        public void write(AvroInput in, int repetition) {
            for (ColumnShredder field : fields) {
                field.write(in, repetition);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            for (ColumnShredder field : fields) {
                field.absent(repetition, definition);
            }
        }
    }

    /** Null, or one type. */
    record Optional(int ofNull, ColumnShredder value, int above) implements ColumnShredder {

        @Override
        public void write(AvroInput in, int repetition) {
            if (in.readLong() == ofNull) {
                value.absent(repetition, above);
            } else {
                value.write(in, repetition);
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            value.absent(repetition, definition);
        }
    }

    /** Any other union: a group with a member for each type but null. */
    static final class Union implements ColumnShredder {

        static final int NULL = -1;

        private final int[] memberOf;
        private final ColumnShredder[] members;
        private final int above;
        private final int own;

        /** @param memberOf the member for each branch */
        Union(int[] memberOf, List<ColumnShredder> members, int above, int own) {
            this.memberOf = memberOf;
            this.members = members.toArray(ColumnShredder[]::new);
            this.above = above;
            this.own = own;
        }

        @Override
        public void write(AvroInput in, int repetition) {
            int member = memberOf[in.readInt()];
            if (member == NULL) {
                absent(repetition, above);
                return;
            }
            for (int i = 0; i < members.length; i++) {
                if (i == member) {
                    members[i].write(in, repetition);
                } else {
                    members[i].absent(repetition, own);
                }
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            for (ColumnShredder member : members) {
                member.absent(repetition, definition);
            }
        }
    }

    /** A list. */
    record Items(ColumnShredder item, int own, int level) implements ColumnShredder {

        @Override
        public void write(AvroInput in, int repetition) {
            int next = repetition;
            int count = in.readBlock(ITEM_BYTES);
            if (count == 0) {
                item.absent(repetition, own);
            }
            for (; count > 0; count = in.readBlock(ITEM_BYTES)) {
                for (int i = 0; i < count; i++) {
                    item.write(in, next);
                    next = level;
                }
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            item.absent(repetition, definition);
        }
    }

    /** A map. */
    record Entries(ColumnShredder key, ColumnShredder value, int own, int level) implements ColumnShredder {

        @Override
        public void write(AvroInput in, int repetition) {
            int next = repetition;
            int count = in.readBlock(ITEM_BYTES);
            if (count == 0) {
                absent(repetition, own);
            }
            for (; count > 0; count = in.readBlock(ITEM_BYTES)) {
                for (int i = 0; i < count; i++) {
                    key.write(in, next);
                    value.write(in, next);
                    next = level;
                }
            }
        }

        @Override
        public void absent(int repetition, int definition) {
            key.absent(repetition, definition);
            value.absent(repetition, definition);
        }
    }

    /** A column. */
    abstract static class Leaf implements ColumnShredder {

        final ColumnWriter writer;
        final int present;

        Leaf(ColumnWriter writer, int present) {
            this.writer = writer;
            this.present = present;
        }

        @Override
        public final void absent(int repetition, int definition) {
            writer.writeNull(repetition, definition);
        }

        static final class OfBoolean extends Leaf {

            OfBoolean(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(in.readBoolean(), repetition, present);
            }
        }

        static final class OfInt extends Leaf {

            OfInt(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(in.readInt(), repetition, present);
            }
        }

        static final class OfLong extends Leaf {

            OfLong(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(in.readLong(), repetition, present);
            }
        }

        static final class OfFloat extends Leaf {

            OfFloat(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(in.readFloat(), repetition, present);
            }
        }

        static final class OfDouble extends Leaf {

            OfDouble(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(in.readDouble(), repetition, present);
            }
        }

        /** Texts too, which are UTF-8 on both sides. */
        static final class OfBytes extends Leaf {

            OfBytes(ColumnWriter writer, int present) {
                super(writer, present);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                int length = in.readLength();
                writer.write(Binary.fromReusedByteArray(in.array(), in.position(), length), repetition, present);
                in.skip(length);
            }
        }

        static final class OfFixed extends Leaf {

            private final int length;

            OfFixed(ColumnWriter writer, int present, int length) {
                super(writer, present);
                this.length = length;
            }

            @Override
            public void write(AvroInput in, int repetition) {
                int from = in.position();
                in.skip(length);
                writer.write(Binary.fromReusedByteArray(in.array(), from, length), repetition, present);
            }
        }

        static final class OfSymbol extends Leaf {

            private final Binary[] symbols;

            OfSymbol(ColumnWriter writer, int present, List<Binary> symbols) {
                super(writer, present);
                this.symbols = symbols.toArray(Binary[]::new);
            }

            @Override
            public void write(AvroInput in, int repetition) {
                writer.write(symbols[in.readInt()], repetition, present);
            }
        }
    }
}

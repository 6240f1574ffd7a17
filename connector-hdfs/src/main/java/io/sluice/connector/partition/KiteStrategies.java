/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.partition;

import io.sluice.connector.config.PartitionConfig;
import io.sluice.connector.config.PathFormat;
import io.sluice.connector.config.TimestampSource;
import io.sluice.table.metadata.KiteNames;
import io.sluice.table.metadata.PartitionField;
import io.sluice.table.metadata.PartitionField.Calendar.Unit;
import io.sluice.table.metadata.PartitionField.Provided.ValueType;
import io.sluice.table.metadata.PartitionStrategy;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What Kite is told of our layouts: a function of a field where it has one that gives our values, else {@code provided}. */
final class KiteStrategies {

    private static final Map<String, Unit> UNITS = Map.of(
            "YYYY", Unit.YEAR,
            "yyyy", Unit.YEAR,
            "MM", Unit.MONTH,
            "dd", Unit.DAY,
            "HH", Unit.HOUR,
            "mm", Unit.MINUTE);

    /** Letters that mean the same to Joda-Time and SimpleDateFormat, once {@code Y} is {@code y}. */
    private static final Pattern DATE_FORMAT = Pattern.compile("(?:(?:y{4}|MM?|dd?|HH?|mm?|ss?)[-_.: ]*)+");

    private KiteStrategies() {}

    /** Empty if Kite cannot have these names. */
    static Optional<PartitionStrategy> of(List<PartitionField> fields) {
        boolean legal = fields.stream().allMatch(field -> KiteNames.isLegal(field.name()));
        boolean unique = new HashSet<>(fields.stream().map(PartitionField::name).toList()).size() == fields.size();
        return legal && unique ? Optional.of(new PartitionStrategy(fields)) : Optional.empty();
    }

    static PartitionField provided(String name) {
        return new PartitionField.Provided(name, ValueType.STRING);
    }

    static Optional<PartitionStrategy> ofTime(PartitionConfig config, PathFormat format, Schema record) {
        Optional<Schema> source = millisField(config, record);
        List<PartitionField> fields = new ArrayList<>();
        for (Level level : Level.all(format)) {
            fields.add(source.map(type -> level.ofField(config.timestampField(), type.isNullable()))
                    .orElseGet(() -> provided(level.name())));
        }
        return of(fields);
    }

    /** The declared type of the field that times come from, if Kite computes from it what we do. */
    private static Optional<Schema> millisField(PartitionConfig config, Schema record) {
        boolean utc = config.zone().getRules().isFixedOffset()
                && config.zone().getRules().getOffset(Instant.EPOCH).equals(ZoneOffset.UTC);
        Schema.Field field = record.getField(config.timestampField());
        if (config.timestampSource() != TimestampSource.RECORD_FIELD
                || !utc
                || config.durationMs() != 0
                || field == null) {
            return Optional.empty();
        }
        return Optional.of(field.schema()).filter(KiteStrategies::isMillis);
    }

    private static boolean isMillis(Schema declared) {
        List<Schema> types = declared.isUnion() ? declared.getTypes() : List.of(declared);
        return types.size() <= 2
                && types.stream().allMatch(type -> type.getType() == Schema.Type.NULL || isMillisLong(type));
    }

    private static boolean isMillisLong(Schema type) {
        LogicalType logical = type.getLogicalType();
        return type.getType() == Schema.Type.LONG
                && (logical == null || logical instanceof LogicalTypes.TimestampMillis);
    }

    /** One directory level of a path format: {@code 'name'=letters}. */
    private record Level(String name, String letters) {

        PartitionField ofField(String field, boolean nullable) {
            Unit unit = UNITS.get(letters);
            // Kite fails on a calendar part that is no number, such as that of Hive's default partition.
            if (unit != null && !nullable) {
                return new PartitionField.Calendar(unit, field, name);
            }
            String pattern = letters.replace('Y', 'y');
            return DATE_FORMAT.matcher(pattern).matches()
                    ? new PartitionField.DateFormat(field, name, pattern)
                    : provided(name);
        }

        static List<Level> all(PathFormat format) {
            List<Level> levels = new ArrayList<>();
            StringBuilder name = new StringBuilder();
            StringBuilder letters = new StringBuilder();
            for (PathFormat.Part part : format.parts()) {
                if (part.letter() != 0) {
                    letters.append(String.valueOf(part.letter()).repeat(part.count()));
                    continue;
                }
                for (char c : part.literal().toCharArray()) {
                    if (c == '/') {
                        levels.add(level(name, letters, levels.size()));
                    } else if (c == '=' && name.length() == 0) {
                        name.append(letters);
                        letters.setLength(0);
                    } else {
                        letters.append(c);
                    }
                }
            }
            levels.add(level(name, letters, levels.size()));
            return levels;
        }

        private static Level level(StringBuilder name, StringBuilder letters, int position) {
            Level level = new Level(name.length() == 0 ? "path" + (position + 1) : name.toString(), letters.toString());
            name.setLength(0);
            letters.setLength(0);
            return level;
        }
    }
}

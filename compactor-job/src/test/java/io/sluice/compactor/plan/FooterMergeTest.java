/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.table.FileEntry;
import io.sluice.table.StorePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;

class FooterMergeTest {

    private static final String TIMED = "required int64 at (TIMESTAMP(MILLIS,true));";
    private static final String VERSION = "org.apache.spark.version";
    private static final String LEGACY = "org.apache.spark.legacyDateTime";

    private final List<TableFile> files = new ArrayList<>();

    private void file(String fields, Map<String, String> keyValues) {
        StorePath path = new StorePath("/t/f" + files.size() + ".parquet");
        files.add(new TableFile(
                "",
                new FileEntry(path, false, 100, 0, files.size()),
                new FileFacts(
                        MessageTypeParser.parseMessageType("message m { " + fields + " }"),
                        1,
                        List.of(50L),
                        CompressionCodecName.SNAPPY,
                        keyValues,
                        50)));
    }

    private Map<String, String> merged() {
        return FooterMerge.of(new MergeGroup("", files), OutputSchema.of(files, Optional.empty()), 7);
    }

    private void assertRefused(String file, String why) {
        assertThatThrownBy(this::merged)
                .isInstanceOfSatisfying(
                        RefusedFilesException.class,
                        e -> assertThat(e.reasons())
                                .containsOnlyKeys(new StorePath(file))
                                .allSatisfy((path, reason) ->
                                        assertThat(reason).startsWith(file).contains(why)));
    }

    @Test
    void whatAllAgreeOnIsKept() {
        file(TIMED, Map.of("owner", "me", "batch", "1"));
        file(TIMED, Map.of("owner", "me", "batch", "2"));

        assertThat(merged()).containsEntry("owner", "me").doesNotContainKey("batch");
    }

    @Test
    void filesOfAnotherCalendarAreRefused() {
        file(TIMED, Map.of(VERSION, "3.5.0"));
        file(TIMED, Map.of(VERSION, "3.5.0", LEGACY, ""));
        file(TIMED, Map.of(VERSION, "3.5.0"));

        assertRefused("/t/f1.parquet", "their dates or times mean different things");
    }

    @Test
    void filesOfAnotherTimeZoneAreRefused() {
        file("required int96 at;", Map.of("writer.time.zone", "Europe/Oslo"));
        file("required int96 at;", Map.of("writer.time.zone", "UTC"));

        assertRefused("/t/f1.parquet", "writer.time.zone=UTC");
    }

    @Test
    void calendarsDoNotMatterWhereThereIsNoTime() {
        file("required int32 a;", Map.of("writer.time.zone", "Europe/Oslo"));
        file("required int32 a;", Map.of("writer.time.zone", "UTC"));

        assertThat(merged()).doesNotContainKey("writer.time.zone");
    }

    @Test
    void aFileWithoutTimesTakesNothingFromWhatOthersMean() {
        file(TIMED, Map.of(VERSION, "3.5.0", LEGACY, ""));
        file("required int32 a;", Map.of());

        assertThat(merged()).containsEntry(LEGACY, "").containsEntry(VERSION, "3.5.0");
    }

    @Test
    void oldVersionsOfSparkCountDaysInAnotherWayAndSayItByTheirNumber() {
        file(TIMED, Map.of(VERSION, "2.4.5"));
        file(TIMED, Map.of(VERSION, "2.3.1"));
        file(TIMED, Map.of(VERSION, "2.4.5"));

        assertThat(merged()).containsEntry(VERSION, "2.3.1");

        file(TIMED, Map.of(VERSION, "3.2.0"));
        assertRefused("/t/f3.parquet", "before 3.0");
    }

    @Test
    void ofVersionsThatMeanTheSameTheLowestIsKept() {
        file(TIMED, Map.of(VERSION, "4.1.0"));
        file(TIMED, Map.of(VERSION, "3.10.0"));
        file(TIMED, Map.of(VERSION, "3.9.1"));

        assertThat(merged()).containsEntry(VERSION, "3.9.1");
    }

    @Test
    void timesThatAreReadByTheFooterBecomeNoOthers() {
        file(TIMED, Map.of());
        file(TIMED, Map.of());
        file("required int96 at;", Map.of("org.apache.spark.legacyINT96", ""));

        assertRefused("/t/f2.parquet", "legacyINT96");
    }

    @Test
    void schemasOfSparkAreMerged() {
        file("required int32 a; optional binary s (STRING);", Map.of(SparkSchemaMerge.KEY, """
                        {"type":"struct","fields":[
                        {"name":"a","type":"integer","nullable":false,"metadata":{"comment":"first"}},
                        {"name":"s","type":"string","nullable":true,"metadata":{"__CHAR_VARCHAR_TYPE_STRING":"varchar(9)"}}]}"""));
        file(
                "required int64 a; optional group l (LIST) { repeated group list { optional int32 element; } }",
                Map.of(SparkSchemaMerge.KEY, """
                        {"type":"struct","fields":[{"name":"a","type":"long","nullable":false,"metadata":{}},
                        {"name":"l","type":{"type":"array","elementType":"integer","containsNull":true},"nullable":false,"metadata":{}}]}"""));

        assertThat(merged().get(SparkSchemaMerge.KEY)).isEqualTo("""
                {"type":"struct","fields":[\
                {"name":"a","type":"long","nullable":false,"metadata":{"comment":"first"}},\
                {"name":"s","type":"string","nullable":true,"metadata":{"__CHAR_VARCHAR_TYPE_STRING":"varchar(9)"}},\
                {"name":"l","type":{"type":"array","elementType":"integer","containsNull":true},"nullable":true,"metadata":{}}]}""");
    }

    @Test
    void aSchemaOfSparkThatDoesNotSayAllIsDropped() {
        file("required int32 a;", Map.of(SparkSchemaMerge.KEY, "{\"type\":\"struct\",\"fields\":[]}"));
        file("required int64 a;", Map.of());

        assertThat(merged()).doesNotContainKey(SparkSchemaMerge.KEY);
    }

    @Test
    void whatDescribesOneSchemaIsDroppedWhenThereIsAnother() {
        file("required int32 a;", Map.of("ARROW:schema", "x", "pandas", "y", "iceberg.schema", "z"));
        file("required int64 a;", Map.of("ARROW:schema", "x", "pandas", "y", "iceberg.schema", "z"));

        assertThat(merged()).doesNotContainKeys("ARROW:schema", "pandas", "iceberg.schema");
    }
}

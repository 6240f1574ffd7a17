/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.connector.decode.text.Column;
import io.sluice.table.StorePath;
import io.sluice.table.metadata.PartitionStrategy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.config.ConfigException;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HdfsSinkConfigTest {

    @Test
    void shouldHaveTheDefaultsOfKafkaConnectHdfs() {
        HdfsSinkConfig config = parse();

        assertThat(config.storeUri()).isEqualTo(URI.create("hdfs://nn:8020"));
        assertThat(config.topicsDir()).isEqualTo(new StorePath("/topics"));
        assertThat(config.tableRoot("flights")).isEqualTo(new StorePath("/topics/flights"));
        assertThat(config.files().offsetPadWidth()).isEqualTo(10);
        assertThat(config.roll())
                .isEqualTo(new RollConfig(
                        1000, OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), ZoneId.of("UTC")));
        assertThat(config.staging()).isEqualTo(new StagingConfig(1000, SyncMode.HSYNC, 5000, 3000));
        assertThat(config.files().format()).isEqualTo(FileFormat.PARQUET);
        assertThat(config.files().parquet())
                .isEqualTo(new ParquetConfig(
                        CompressionCodecName.SNAPPY,
                        OptionalInt.empty(),
                        128L << 20,
                        1 << 20,
                        false,
                        true,
                        List.of(),
                        2));
        assertThat(config.partitioning().kind()).isEqualTo(PartitionerKind.DEFAULT);
        assertThat(config.partitioning().timestampSource()).isEqualTo(TimestampSource.WALLCLOCK);
        assertThat(config.values().format()).isEqualTo(ValueFormat.CONNECT);
        assertThat(config.records().nullValues()).isEqualTo(NullValues.FAIL);
        assertThat(config.hadoop().settings()).isEmpty();
        assertThat(config.ignoredKeys()).isEmpty();
    }

    @Test
    void shouldReadEveryKey(@TempDir Path confDir) {
        HdfsSinkConfig config = parse(
                "topics.dir", "/data//lake/",
                "store.url", "hdfs://cluster/base",
                "hadoop.conf.dir", confDir.toString(),
                "flush.file.size", "1048576",
                "rotate.interval.ms", "60000",
                "rotate.schedule.interval.ms", "3600000",
                "sync.interval.ms", "50",
                "sync.mode", "hflush",
                "retry.backoff.ms", "7",
                "shutdown.timeout.ms", "8",
                "behavior.on.null.values", "ignore",
                "partitioner.class", "TimeBasedPartitioner",
                "partition.duration.ms", "600000",
                "path.format", "YYYY/MM",
                "locale", "de_DE",
                "timezone", "Europe/Berlin",
                "timestamp.extractor", "RecordField",
                "timestamp.field", "at",
                "timestamp.format", "yyyy",
                "parquet.codec", "zstd",
                "parquet.block.size", "1048576",
                "parquet.page.size", "65536",
                "parquet.compression.level", "19",
                "parquet.writer.version", "v2",
                "parquet.enable.dictionary", "false",
                "parquet.bloom.filter.columns", "id,nested.city",
                "convert.threads", "3",
                "filename.offset.zero.pad.width", "2",
                "schema.compatibility", "none");

        assertThat(config.tableRoot("t")).isEqualTo(new StorePath("/base/data/lake/t"));
        assertThat(config.hadoop().confDir()).contains(confDir);
        assertThat(config.roll())
                .isEqualTo(new RollConfig(
                        1000,
                        OptionalLong.of(1048576),
                        OptionalLong.of(60000),
                        OptionalLong.of(3600000),
                        ZoneId.of("Europe/Berlin")));
        assertThat(config.staging()).isEqualTo(new StagingConfig(50, SyncMode.HFLUSH, 7, 8));
        assertThat(config.files().parquet())
                .isEqualTo(new ParquetConfig(
                        CompressionCodecName.ZSTD,
                        OptionalInt.of(19),
                        1048576,
                        65536,
                        true,
                        false,
                        List.of("id", "nested.city"),
                        3));
        assertThat(config.records().nullValues()).isEqualTo(NullValues.IGNORE);
        PartitionConfig partitioning = config.partitioning();
        assertThat(partitioning.kind()).isEqualTo(PartitionerKind.TIME_BASED);
        assertThat(partitioning.durationMs()).isEqualTo(600000);
        assertThat(partitioning.pathFormat().pattern()).isEqualTo("YYYY/MM");
        assertThat(partitioning.locale()).isEqualTo(Locale.GERMANY);
        assertThat(partitioning.timestampSource()).isEqualTo(TimestampSource.RECORD_FIELD);
        assertThat(partitioning.timestampField()).isEqualTo("at");
        assertThat(partitioning.timestampFormat()).isPresent();
        assertThat(config.files().offsetPadWidth()).isEqualTo(2);
        assertThat(config.schemaCompatibility()).isEqualTo(SchemaCompatibility.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "AvroFormat, AVRO",
        "Avro, AVRO",
        "io.confluent.connect.hdfs.avro.AvroFormat, AVRO",
        "io.confluent.connect.hdfs3.avro.AvroFormat, AVRO",
        "io.confluent.connect.s3.format.avro.AvroFormat, AVRO",
        "Parquet, PARQUET",
        "io.confluent.connect.hdfs.parquet.ParquetFormat, PARQUET"
    })
    void shouldKnowFormatsByAnyName(String name, FileFormat format) {
        FilesConfig files = parse("format.class", name, "avro.codec", "snappy").files();
        assertThat(files.format()).isEqualTo(format);
        assertThat(files.avroCodec()).isEqualTo("snappy");
    }

    @Test
    void shouldReadAStrategyOfKites() {
        String json = "[{\"type\":\"day\",\"source\":\"at\"}, {\"type\":\"provided\",\"name\":\"batch\"}]";
        PartitionConfig partitioning = parse(
                        "partitioner.class", "KitePartitioner",
                        "kite.partition.strategy", json,
                        "kite.partition.provided", "batch=${topic}-1")
                .partitioning();
        assertThat(partitioning.kiteStrategy())
                .map(PartitionStrategy::expression)
                .contains("[day(\"at\", \"day\"), provided(\"batch\", \"string\")]");
        assertThat(partitioning.kiteProvided()).isEqualTo(Map.of("batch", "${topic}-1"));
    }

    @Test
    void shouldReadTextColumnsWithPatternsThatHaveCommas() {
        TextConfig text = parse(
                        "value.format", "text",
                        "text.pattern", "(?<time>.{20}) (?<size>\\d+) (?<word>\\w+)",
                        "text.fields", "time:timestamp-millis(MMM d, yyyy HH:mm), size:long, word")
                .values()
                .text()
                .orElseThrow();

        assertThat(text.pattern().columns())
                .extracting(column -> column.name() + ":" + column.type().kind().label())
                .containsExactly("time:timestamp-millis", "size:long", "word:string");
        assertThat(text.keepUnparsed()).isFalse();
    }

    @Test
    void shouldTakeAllNamedGroupsAsTextsIfNoFieldsAreNamed() {
        TextConfig text = parse("value.format", "text", "text.pattern", "(?<b>.)(?:x)(?<=y)\\(?<no>(?<a>.)\\Q(?<q>\\E")
                .values()
                .text()
                .orElseThrow();

        assertThat(text.pattern().columns()).extracting(Column::name).containsExactly("b", "a");
    }

    @ParameterizedTest
    @CsvSource({
        "partitioner.class,io.confluent.connect.storage.partitioner.HourlyPartitioner,HOURLY",
        "partitioner.class,io.confluent.connect.hdfs.partitioner.DailyPartitioner,DAILY",
        "partitioner.class,Daily,DAILY"
    })
    void shouldKnowPartitionersByConfluentsNames(String key, String value, PartitionerKind kind) {
        assertThat(parse(key, value).partitioning().kind()).isEqualTo(kind);
    }

    @Test
    void shouldPassHadoopsSettingsOn() {
        assertThat(parse(
                                "hadoop.dfs.replication", "1",
                                "hdfs.dfs.client.use.datanode.hostname", "true",
                                "hadoop.rpc.protection", "privacy",
                                "hadoop.hadoop.security.authentication", "simple")
                        .hadoop()
                        .settings())
                .containsOnly(
                        Map.entry("dfs.replication", "1"),
                        Map.entry("dfs.client.use.datanode.hostname", "true"),
                        Map.entry("hadoop.rpc.protection", "privacy"),
                        Map.entry("hadoop.security.authentication", "simple"));
    }

    @Test
    void shouldPassOverConnectsOwnKeysAndNameHarmlessOnes() {
        HdfsSinkConfig config = parse(
                "topics", "a",
                "tasks.max", "2",
                "errors.tolerance", "all",
                "errors.deadletterqueue.topic.name", "dlq",
                "transforms", "x",
                "transforms.x.type", "Y",
                "value.converter.schemas.enable", "false",
                "consumer.override.max.poll.records", "5",
                "confluent.topic.bootstrap.servers", "x",
                "hive.integration", "false",
                "format.class", "io.confluent.connect.hdfs.parquet.ParquetFormat",
                "logs.dir", "logs",
                "storage.class", "io.confluent.connect.hdfs.storage.HdfsStorage");

        assertThat(config.ignoredKeys())
                .containsExactly("confluent.topic.bootstrap.servers", "hive.integration", "logs.dir", "storage.class");
    }

    @Test
    void shouldLogInWithKerberosByTheKeysOfKafkaConnectHdfs(@TempDir Path temp) throws IOException {
        Path keytab = Files.createFile(temp.resolve("sluice.keytab"));
        HdfsSinkConfig config = parse(
                "hdfs.authentication.kerberos", "true",
                "connect.hdfs.principal", "sluice/_HOST@EXAMPLE.COM",
                "connect.hdfs.keytab", keytab.toString(),
                "hdfs.namenode.principal", "nn/_HOST@EXAMPLE.COM",
                "kerberos.ticket.renew.period.ms", "60000",
                "hdfs.proxy.user", "etl");

        assertThat(config.hadoop().kerberos())
                .contains(new HadoopConfig.Kerberos("sluice/_HOST@EXAMPLE.COM", keytab, 60_000));
        assertThat(config.hadoop().settings())
                .containsEntry("hadoop.security.authentication", "kerberos")
                .containsEntry("dfs.namenode.kerberos.principal", "nn/_HOST@EXAMPLE.COM");
        assertThat(config.hadoop().proxyUser()).contains("etl");
    }

    @Test
    @Tag("check-21")
    void shouldTellEverythingThatIsWrongAtOnce() {
        assertThatThrownBy(() -> HdfsSinkConfig.parse(Map.of(
                        "name", "my-sink",
                        "flsh.size", "3",
                        "sync.mode", "fsync",
                        "partitioner.class", "FieldPartitioner",
                        "hive.integration", "true",
                        "parquet.codec", "brotli")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("my-sink has 7 problems")
                .hasMessageContaining("unknown key 'flsh.size': did you mean 'flush.size'?")
                .hasMessageContaining("\"flush.size\" which has no default value")
                .hasMessageContaining("sync.mode: must be hsync or hflush")
                .hasMessageContaining("partitioner.class=FieldPartitioner needs partition.field.name")
                .hasMessageContaining("'hive.integration' is not supported yet, other than as false")
                .hasMessageContaining("parquet.codec: must be snappy, gzip, zstd, lz4 or none")
                .hasMessageContaining("store.url is not set");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        flush.size                 | 0                    | must be at least 1
        rotate.interval.ms         | 0                    | must be -1 (off) or at least 1
        store.url                  | namenode:8020/x y    | is not a URI such as hdfs://namenode:8020
        store.url                  | /data                | has no scheme
        topics.dir                 | a/../b               | must not have '.' or '..' in it
        timezone                   | Mars/Olympus         | is not a time zone
        locale                     | not a locale         | is not a language tag
        path.format                | 'dt'=YYYY-JJ         | has the letter 'J'
        path.format                | 'dt=YYYY             | has a quote that does not close
        path.format                | YYYY//MM             | has a directory ''
        path.format                | '_dt'=YYYY           | has a directory '_dt=0'
        timestamp.extractor        | Header               | must be Wallclock, Record or RecordField
        partitioner.class          | com.acme.Mine        | must be one of DefaultPartitioner
        format.class               | com.acme.Orc         | is not a format of Sluice
        avro.codec                 | lzo                  | must be null, deflate, snappy, bzip2 or zstandard
        parquet.compression.level  | 3                    | goes with parquet.codec=zstd or gzip, and not with snappy
        parquet.writer.version     | v3                   | must be v1 or v2
        kite.partition.strategy    | [{"type":"week"}]    | unknown type "week"
        kite.partition.strategy    | day("ts","day")      | goes with partitioner.class=KitePartitioner
        kite.partition.provided    | batch                | is not of the form name=value
        schema.compatibility       | FORWARD              | use BACKWARD
        schema.directory           | /no/such/directory   | is not a directory on this machine
        value.schema.file          | /no/such/file        | is not a file on this machine
        value.format               | xml                  | must be connect, avro, json, protobuf, text or csv
        timestamp.format           | yyyy                 | goes with timestamp.extractor=RecordField
        hdfs.authentication.kerberos | true               | hdfs.authentication.kerberos=true needs connect.hdfs.principal
        connect.hdfs.keytab        | /no/such/keytab      | is not a file on this machine
        connect.hdfs.principal     | sluice/_HOST@EXAMPLE.COM | goes with hdfs.authentication.kerberos=true
        """)
    @Tag("check-21")
    void shouldNameTheKeyAndWhatToDo(String key, String value, String problem) {
        assertThatThrownBy(() -> parse(key, value))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        (?<a>         | a              | text.pattern is not a regular expression of Java: Unclosed group
        .*            | a              | text.pattern has no named group
        %{NO:a}       | a              | text.pattern unknown pattern 'NO': did you mean 'NOTSPACE'?, at position 1
        (?<a>.)       | a:varchar      | text.fields 'a': unknown type 'varchar': use string, int, long, float
        (?<a>.)       | a:decimal      | text.fields 'a': 'decimal': decimal takes precision and scale
        (?<a>.)       | a:long(x)      | text.fields 'a': 'long(x)': only date and timestamp-millis take a pattern
        (?<a>.)       | a:date(JJ)     | text.fields 'a': 'date(JJ)': not a date pattern
        (?<a>.)       | a b            | text.fields 'a b' is not name:type
        (?<a>.)       | a, A           | text.fields has 'A' twice
        (?<a>.)(?<b>) | a, c           | text.fields has 'c', but text.pattern has no group (?<c>…) or %{…:c}; it leaves out 'b'
        """)
    void shouldSayWhatIsWrongWithTextColumns(String pattern, String fields, String problem) {
        assertThatThrownBy(() -> parse("value.format", "text", "text.pattern", pattern, "text.fields", fields))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(problem);
    }

    @Test
    @Tag("check-21")
    void shouldRefuseKeysThatContradictOneAnother() {
        assertThatThrownBy(() -> parse("value.format", "avro"))
                .hasMessageContaining("value.format=avro needs schema.registry.url or schema.directory");
        assertThatThrownBy(() -> parse("value.format", "text")).hasMessageContaining("needs text.pattern");
        assertThatThrownBy(() -> parse("text.pattern", "(?<a>.)"))
                .hasMessageContaining("text.pattern goes with value.format=text");
        assertThatThrownBy(() -> parse("partitioner.class", "TimeBasedPartitioner"))
                .hasMessageContaining("needs path.format");
        assertThatThrownBy(() ->
                        parse("value.format", "json", "value.converter", "org.apache.kafka.connect.json.JsonConverter"))
                .hasMessageContaining("ByteArrayConverter");
    }

    @Test
    void shouldReadHowTheRegistryIsReached() {
        SchemaRegistryConfig registry = parse(
                        "value.format", "avro",
                        "schema.registry.url", "http://a:8081/, https://b/apis/ccompat/v7",
                        "schema.registry.basic.auth.user.info", "me:secret")
                .values()
                .registry()
                .orElseThrow();

        assertThat(registry.urls())
                .containsExactly(URI.create("http://a:8081"), URI.create("https://b/apis/ccompat/v7"));
        assertThat(registry.toString()).doesNotContain("secret");
        assertThat(registry.forClient().authorization()).hasValue("Basic bWU6c2VjcmV0");
        assertThat(parse("value.format", "json").values().registry()).isEmpty();
    }

    @Test
    void shouldRefuseARegistryThatIsNoUrlOrNotTheOnlySource(@TempDir Path directory) {
        assertThatThrownBy(() -> parse("value.format", "avro", "schema.registry.url", "a:8081"))
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("is not a URL such as http://registry:8081");
        assertThatThrownBy(() -> parse(
                        "value.format", "avro",
                        "schema.registry.url", "http://a:8081",
                        "schema.directory", directory.toString()))
                .hasMessageContaining("both say where schemas are");
    }

    private static HdfsSinkConfig parse(String... more) {
        Map<String, String> given = new TreeMap<>(Map.of("store.url", "hdfs://nn:8020", "flush.size", "1000"));
        for (int i = 0; i < more.length; i += 2) {
            given.put(more[i], more[i + 1]);
        }
        return HdfsSinkConfig.parse(given);
    }
}

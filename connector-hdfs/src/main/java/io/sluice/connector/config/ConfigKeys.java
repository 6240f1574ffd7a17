/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import static org.apache.kafka.common.config.ConfigDef.Importance.HIGH;
import static org.apache.kafka.common.config.ConfigDef.Importance.LOW;
import static org.apache.kafka.common.config.ConfigDef.Importance.MEDIUM;
import static org.apache.kafka.common.config.ConfigDef.NO_DEFAULT_VALUE;

import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.jspecify.annotations.Nullable;

/** Every key of the connector, once: type, default, validator, documentation. Names and defaults are kafka-connect-hdfs'. */
final class ConfigKeys {

    static final String STORE_URL = "store.url";
    static final String HDFS_URL = "hdfs.url";
    static final String TOPICS_DIR = "topics.dir";
    static final String LOGS_DIR = "logs.dir";
    static final String HADOOP_CONF_DIR = "hadoop.conf.dir";

    static final String KERBEROS = "hdfs.authentication.kerberos";
    static final String PRINCIPAL = "connect.hdfs.principal";
    static final String KEYTAB = "connect.hdfs.keytab";
    static final String NAMENODE_PRINCIPAL = "hdfs.namenode.principal";
    static final String TICKET_RENEW_PERIOD = "kerberos.ticket.renew.period.ms";
    static final String PROXY_USER = "hdfs.proxy.user";

    static final String FLUSH_SIZE = "flush.size";
    static final String FLUSH_FILE_SIZE = "flush.file.size";
    static final String ROTATE_INTERVAL = "rotate.interval.ms";
    static final String ROTATE_SCHEDULE = "rotate.schedule.interval.ms";

    static final String SYNC_INTERVAL = "sync.interval.ms";
    static final String SYNC_MODE = "sync.mode";
    static final String RETRY_BACKOFF = "retry.backoff.ms";
    static final String SHUTDOWN_TIMEOUT = "shutdown.timeout.ms";

    static final String VALUE_FORMAT = "value.format";
    static final String VALUE_SCHEMA_FILE = "value.schema.file";
    static final String SCHEMA_DIRECTORY = "schema.directory";
    static final String SCHEMA_COMPATIBILITY = "schema.compatibility";
    static final String METADATA_COLUMNS = "metadata.columns";
    static final String KEY_FORMAT = "key.format";
    static final String NULL_VALUES = "behavior.on.null.values";
    static final String JSON_CONFLICTS = "json.conflicts";
    static final String PROTOBUF_DESCRIPTOR_FILE = "protobuf.descriptor.file";
    static final String PROTOBUF_MESSAGE_TYPE = "protobuf.message.type";
    static final String TEXT_PATTERN = "text.pattern";
    static final String TEXT_FIELDS = "text.fields";
    static final String TEXT_GROK_FILE = "text.grok.patterns.file";
    static final String TEXT_TIMEZONE = "text.timezone";
    static final String TEXT_UNPARSED = "text.unparsed";
    static final String CSV_COLUMNS = "csv.columns";
    static final String CSV_DELIMITER = "csv.delimiter";
    static final String CSV_QUOTE = "csv.quote";
    static final String CSV_ESCAPE = "csv.escape";
    static final String CSV_NULL = "csv.null";

    static final String REGISTRY_URL = "schema.registry.url";
    static final String REGISTRY_USER_INFO = "schema.registry.basic.auth.user.info";
    static final String REGISTRY_TRUSTSTORE = "schema.registry.ssl.truststore.location";
    static final String REGISTRY_TRUSTSTORE_PASSWORD = "schema.registry.ssl.truststore.password";
    static final String REGISTRY_TRUSTSTORE_TYPE = "schema.registry.ssl.truststore.type";
    static final String REGISTRY_KEYSTORE = "schema.registry.ssl.keystore.location";
    static final String REGISTRY_KEYSTORE_PASSWORD = "schema.registry.ssl.keystore.password";
    static final String REGISTRY_KEYSTORE_TYPE = "schema.registry.ssl.keystore.type";
    static final String REGISTRY_KEY_PASSWORD = "schema.registry.ssl.key.password";

    static final String PARTITIONER_CLASS = "partitioner.class";
    static final String PARTITION_FIELD_NAME = "partition.field.name";
    static final String PARTITION_DURATION = "partition.duration.ms";
    static final String PATH_FORMAT = "path.format";
    static final String KITE_STRATEGY = "kite.partition.strategy";
    static final String KITE_PROVIDED = "kite.partition.provided";
    static final String KITE_SIGNAL_DELAY = "kite.signal.delay.ms";
    static final String LOCALE = "locale";
    static final String TIMEZONE = "timezone";
    static final String TIMESTAMP_EXTRACTOR = "timestamp.extractor";
    static final String TIMESTAMP_FIELD = "timestamp.field";
    static final String TIMESTAMP_FORMAT = "timestamp.format";

    static final String FORMAT_CLASS = "format.class";
    static final String PARQUET_CODEC = "parquet.codec";
    static final String PARQUET_LEVEL = "parquet.compression.level";
    static final String PARQUET_BLOCK_SIZE = "parquet.block.size";
    static final String PARQUET_PAGE_SIZE = "parquet.page.size";
    static final String PARQUET_VERSION = "parquet.writer.version";
    static final String PARQUET_DICTIONARY = "parquet.enable.dictionary";
    static final String PARQUET_BLOOM_COLUMNS = "parquet.bloom.filter.columns";
    static final String AVRO_CODEC = "avro.codec";
    static final String CATALOG_KITE = "catalog.kite";
    static final String CONVERT_THREADS = "convert.threads";
    static final String PAD_WIDTH = "filename.offset.zero.pad.width";

    /** The group of keys that may be set for one topic, see {@link TopicKeys}. */
    static final String RECORDS = "What is in a record";

    static final ConfigDef DEFINITION = new Builder()
            .group("Where the data goes")
            .key(STORE_URL, ConfigDef.Type.STRING, null, Validators.fileSystemUri(), HIGH, """
                The file system: `hdfs://namenode:8020`, `hdfs://nameservice` (with `hadoop.conf.dir`) or `file:///`.\
                """)
            .key(HDFS_URL, ConfigDef.Type.STRING, null, Validators.fileSystemUri(), LOW, """
                The older name of `store.url`, which wins if both are set.\
                """)
            .key(TOPICS_DIR, ConfigDef.Type.STRING, "topics", Validators.directory(), HIGH, """
                The directory that holds one table per topic: `<topics.dir>/<topic>/…`.\
                """)
            .key(LOGS_DIR, ConfigDef.Type.STRING, "logs", null, LOW, """
                Accepted for kafka-connect-hdfs users and not used: what recovery needs is in the table's own hidden \
                `.sluice` directory.\
                """)
            .key(HADOOP_CONF_DIR, ConfigDef.Type.STRING, null, Validators.existingDirectory(), MEDIUM, """
                A local directory with `core-site.xml` and `hdfs-site.xml`.\
                """)
            .group("As whom HDFS is used")
            .key(KERBEROS, ConfigDef.Type.BOOLEAN, false, null, HIGH, """
                Whether the cluster asks for Kerberos tickets. One setting for a worker: Hadoop's client knows one kind of \
                cluster per JVM.\
                """)
            .key(PRINCIPAL, ConfigDef.Type.STRING, null, Validators.nonEmpty(), HIGH, """
                The principal to log in as, such as `sluice/_HOST@EXAMPLE.COM`; `_HOST` is this machine's name. \
                Connectors of one worker may have different ones.\
                """)
            .key(KEYTAB, ConfigDef.Type.STRING, null, Validators.existingFile(), HIGH, """
                A local keytab that holds `connect.hdfs.principal`.\
                """)
            .key(NAMENODE_PRINCIPAL, ConfigDef.Type.STRING, null, Validators.nonEmpty(), MEDIUM, """
                The NameNode's principal, if `hdfs-site.xml` does not say: `dfs.namenode.kerberos.principal`.\
                """)
            .key(TICKET_RENEW_PERIOD, ConfigDef.Type.LONG, 3_600_000L, Validators.atLeast(1), LOW, """
                How often the ticket is looked at, in ms; one that is past four fifths of its life is replaced.\
                """)
            .key(PROXY_USER, ConfigDef.Type.STRING, null, Validators.nonEmpty(), LOW, """
                In whose name files are written; the NameNode must allow it (`hadoop.proxyuser.*`).\
                """)
            .group("When files are written")
            .key(FLUSH_SIZE, ConfigDef.Type.LONG, NO_DEFAULT_VALUE, Validators.atLeast(1), HIGH, """
                Records of a topic-partition, over all its output partitions, after which they become Parquet files.\
                """)
            .key(FLUSH_FILE_SIZE, ConfigDef.Type.LONG, -1L, Validators.offOrAtLeast(1024), MEDIUM, """
                Bytes that a topic-partition has staged after which they become Parquet files; -1 for no limit. Staged \
                Avro is larger than the Parquet it turns into.\
                """)
            .key(ROTATE_INTERVAL, ConfigDef.Type.LONG, -1L, Validators.offOrAtLeast(1), HIGH, """
                The longest that a record waits, in ms, until it becomes visible in the table; -1 for no limit. The \
                task's own timer counts, so it fires on an idle topic too.\
                """)
            .key(ROTATE_SCHEDULE, ConfigDef.Type.LONG, -1L, Validators.offOrAtLeast(1), MEDIUM, """
                Write files at each multiple of this many ms since midnight in `timezone`; -1 for never.\
                """)
            .group("Staging")
            .key(SYNC_INTERVAL, ConfigDef.Type.LONG, 1000L, Validators.atLeast(1), MEDIUM, """
                The longest that a record stays unsynced, in ms. Consumer offsets follow what is synced.\
                """)
            .key(SYNC_MODE, ConfigDef.Type.STRING, "hsync", Validators.oneOf("hsync", "hflush"), MEDIUM, """
                `hsync` puts staged records on the datanodes' disks, `hflush` only into their memory.\
                """)
            .key(RETRY_BACKOFF, ConfigDef.Type.LONG, 5000L, Validators.atLeast(0), LOW, """
                Pause before a step that failed on the file system is tried again, in ms.\
                """)
            .key(SHUTDOWN_TIMEOUT, ConfigDef.Type.LONG, 3000L, Validators.atLeast(0), LOW, """
                The longest that a stopping task waits for work in flight, in ms.\
                """)
            .group(RECORDS)
            .key(
                    VALUE_FORMAT,
                    ConfigDef.Type.STRING,
                    "connect",
                    Validators.oneOf("connect", "avro", "json", "protobuf", "text", "csv"),
                    HIGH,
                    """
                    `connect`: what the worker's converter made of it. `avro`, `json`, `protobuf`, `text`, \
                    `csv`: the connector reads the bytes itself, with `value.converter=org.apache.kafka.connect.converters.ByteArrayConverter`.\
                    """)
            .key(VALUE_SCHEMA_FILE, ConfigDef.Type.STRING, null, Validators.existingFile(), MEDIUM, """
                A local `.avsc` file. With `json` it replaces the schema that is inferred from the data. With `avro` it is \
                the schema of plain bodies or, beside `schema.directory`, the one that all values are resolved to.\
                """)
            .key(SCHEMA_DIRECTORY, ConfigDef.Type.STRING, null, Validators.existingDirectory(), MEDIUM, """
                A local directory of `.avsc` files named by schema id (`17.avsc`), for Avro in the Confluent wire \
                format.\
                """)
            .key(SCHEMA_COMPATIBILITY, ConfigDef.Type.STRING, "BACKWARD", Validators.compatibility(), LOW, """
                Accepted for kafka-connect-hdfs users. A table has one schema that evolves (fields are added, numbers \
                widened, columns made nullable), whichever of `NONE`, `BACKWARD` and `FULL` is set; records of any of \
                its versions go into the same files.\
                """)
            .key(METADATA_COLUMNS, ConfigDef.Type.LIST, "", Validators.metadataColumns(), MEDIUM, """
                What else of a record the table has, as columns behind those of the value: `topic`, `partition`, \
                `offset`, `timestamp`, `key`, `headers`, separated by commas. They are called `_topic` and so on; \
                `key:customer_id` gives another name.\
                """)
            .key(KEY_FORMAT, ConfigDef.Type.STRING, "string", Validators.oneOf("string", "bytes", "connect"), LOW, """
                What `metadata.columns=key` holds: a `string` (of bytes that are UTF-8), `bytes`, or with `connect` what \
                `key.converter` made of it, a structure too.\
                """)
            .key(NULL_VALUES, ConfigDef.Type.STRING, "fail", Validators.oneOf("fail", "ignore", "write"), MEDIUM, """
                What a record without a value (a tombstone) does: `fail`, `ignore` to leave it out of the table, or \
                `write` for a row whose columns are null, but for those of `metadata.columns` and `_deleted`, which is \
                true; it is false in all other rows. A tombstone before the first row of its table has nothing to mark \
                and is left out.\
                """)
            .key(JSON_CONFLICTS, ConfigDef.Type.STRING, "fail", Validators.oneOf("fail", "column"), MEDIUM, """
                What a JSON value does that is not of its column's type (a text where numbers were, say): `fail`, or \
                `column` to leave its column null and keep it as JSON text in the column `_conflicts`, a map by JSON \
                Pointer (`/orders/0/price`).\
                """)
            .key(PROTOBUF_DESCRIPTOR_FILE, ConfigDef.Type.STRING, null, Validators.existingFile(), MEDIUM, """
                With `value.format=protobuf` and bare messages: a local file that \
                `protoc --include_imports --descriptor_set_out=FILE` has made.\
                """)
            .key(PROTOBUF_MESSAGE_TYPE, ConfigDef.Type.STRING, null, Validators.nonEmpty(), MEDIUM, """
                The full name of the message type in `protobuf.descriptor.file`, such as `shop.v1.Order`.\
                """)
            .key(TEXT_PATTERN, ConfigDef.Type.STRING, null, null, HIGH, """
                With `value.format=text`: a regular expression that matches the whole text, which may have several \
                lines. Each named group `(?<name>…)` is a column. `%{NAME}`, `%{NAME:column}` and \
                `%{NAME:column:type}` stand for patterns by name, as in grok; some of them are whole logs with typed \
                columns, such as `%{APACHE_COMBINED}`: see formats.md.\
                """)
            .key(TEXT_FIELDS, ConfigDef.Type.STRING, null, null, HIGH, """
                The order and types of the columns: `name:type`, separated by commas. Types: `string`, `int`, `long`, \
                `float`, `double`, `boolean`, `decimal(precision,scale)`, `date`, `timestamp-millis`, \
                `timestamp-micros`; the last three may give a java.time pattern, as in \
                `time:timestamp-millis(yyyy-MM-dd HH:mm:ss)`, or `UNIX` for seconds, and are ISO-8601 otherwise. A type \
                that is left out is the pattern's, or `string`. Unset: the columns of the pattern as it has them. A \
                group that took no part in the match is null.\
                """)
            .key(TEXT_GROK_FILE, ConfigDef.Type.STRING, null, Validators.existingFile(), LOW, """
                A local file of your own patterns for `text.pattern`, a line each: a name, a blank, the pattern, which may \
                refer to others.\
                """)
            .key(TEXT_TIMEZONE, ConfigDef.Type.STRING, "UTC", Validators.zone(), MEDIUM, """
                The zone of timestamps in texts and CSV that carry no offset of their own.\
                """)
            .key(TEXT_UNPARSED, ConfigDef.Type.STRING, "fail", Validators.oneOf("fail", "column"), MEDIUM, """
                What a text does that does not match, or of which a part is not of its column's type: `fail`, or \
                `column` to keep it whole in a column `_unparsed`.\
                """)
            .key(CSV_COLUMNS, ConfigDef.Type.STRING, null, null, HIGH, """
                With `value.format=csv`, one record a value and no header: the columns, in the order of the cells, as \
                `name:type` with the types of `text.fields`.\
                """)
            .key(CSV_DELIMITER, ConfigDef.Type.STRING, ",", Validators.character(), MEDIUM, """
                Between cells: one character, or `tab`, or `space`.\
                """)
            .key(CSV_QUOTE, ConfigDef.Type.STRING, "\"", Validators.character(), LOW, """
                Around cells that hold delimiters, quotes or line ends. A quote in such a cell is doubled.\
                """)
            .key(CSV_ESCAPE, ConfigDef.Type.STRING, null, Validators.character(), LOW, """
                In front of a character that means itself, such as `\\`. Unset: there is none, as RFC 4180 has it.\
                """)
            .key(CSV_NULL, ConfigDef.Type.STRING, "", null, LOW, """
                What stands for null where it is not quoted, such as `\\N` or `NULL`; by default an empty cell. In a column \
                that is not a `string` an empty cell is null in any case.\
                """)
            .group("Schema registry")
            .key(REGISTRY_URL, ConfigDef.Type.LIST, "", Validators.registryUrls(), HIGH, """
                A registry that speaks Confluent's API, for `value.format=avro` and `protobuf` in the Confluent wire \
                format; several URLs of it, separated by commas, are tried in turn. While it does not answer, a partition \
                whose records name a schema that is not known yet waits, and is asked for again every \
                `retry.backoff.ms`.\
                """)
            .key(REGISTRY_USER_INFO, ConfigDef.Type.PASSWORD, null, null, MEDIUM, """
                `user:password`, for HTTP basic authentication.\
                """)
            .key(REGISTRY_TRUSTSTORE, ConfigDef.Type.STRING, null, Validators.existingFile(), MEDIUM, """
                The file with the certificates by which an https registry is recognised; unset: the JVM's own.\
                """)
            .key(REGISTRY_TRUSTSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, null, MEDIUM, """
                The password of that file.\
                """)
            .key(REGISTRY_TRUSTSTORE_TYPE, ConfigDef.Type.STRING, "JKS", null, LOW, """
                Its type: `JKS` (which reads `PKCS12` too) or `PKCS12`.\
                """)
            .key(REGISTRY_KEYSTORE, ConfigDef.Type.STRING, null, Validators.existingFile(), LOW, """
                The file with the certificate that is shown to the registry, if it asks for one.\
                """)
            .key(REGISTRY_KEYSTORE_PASSWORD, ConfigDef.Type.PASSWORD, null, null, LOW, """
                The password of that file.\
                """)
            .key(REGISTRY_KEYSTORE_TYPE, ConfigDef.Type.STRING, "JKS", null, LOW, """
                Its type: `JKS` (which reads `PKCS12` too) or `PKCS12`.\
                """)
            .key(REGISTRY_KEY_PASSWORD, ConfigDef.Type.PASSWORD, null, null, LOW, """
                The password of the key in it, if that has one of its own.\
                """)
            .group("Output partitions")
            .key(PARTITIONER_CLASS, ConfigDef.Type.STRING, "DefaultPartitioner", Validators.partitioner(), HIGH, """
                `DefaultPartitioner` (`partition=N`), `FieldPartitioner` (`name=value`), `TimeBasedPartitioner`, \
                `HourlyPartitioner`, `DailyPartitioner`, `FieldAndTimeBasedPartitioner` (the fields, then the time) or \
                `KitePartitioner`. Confluent's full class names are understood.\
                """)
            .key(PARTITION_FIELD_NAME, ConfigDef.Type.LIST, "", null, HIGH, """
                The fields of `FieldPartitioner` and `FieldAndTimeBasedPartitioner`; a dot leads into a nested record.\
                """)
            .key(PARTITION_DURATION, ConfigDef.Type.LONG, -1L, Validators.offOrAtLeast(1), MEDIUM, """
                `TimeBasedPartitioner`: a record's time is cut down to a multiple of this many ms; -1 for no cut.\
                """)
            .key(PATH_FORMAT, ConfigDef.Type.STRING, "", Validators.pathFormat(), HIGH, """
                `TimeBasedPartitioner` and `FieldAndTimeBasedPartitioner`: the path, in Joda-Time's letters, such as \
                `'dt'=YYYY-MM-dd/'hour'=HH`.\
                """)
            .key(KITE_STRATEGY, ConfigDef.Type.STRING, null, Validators.kiteStrategy(), MEDIUM, """
                `KitePartitioner`: Kite's partition strategy, in JSON, \
                `[{"type":"day","source":"ts"},{"type":"hash","source":"id","buckets":16}]`, or as a descriptor has it, \
                `[day("ts", "day"), hash("id", "id_hash", 16)]`. Unset: that of the dataset, which exists, or the one that \
                is embedded in the records' schema as `partitions`. Times are of a `long` in ms, in UTC.\
                """)
            .key(KITE_PROVIDED, ConfigDef.Type.LIST, "", Validators.namedValues(), LOW, """
                `KitePartitioner`: the values of `provided` partitions, `name=value`, separated by commas. `${topic}` and \
                `${partition}` stand for where a record comes from.\
                """)
            .key(KITE_SIGNAL_DELAY, ConfigDef.Type.LONG, -1L, Validators.offOrAtLeast(1), LOW, """
                Signal a directory of a time-based partitioner as ready, in `.signals` as Kite has it, once its time has \
                ended so many ms ago and all partitions of the topic have committed what came until then; -1 for never. A \
                partition that is sent nothing is waited for so long too.\
                """)
            .key(LOCALE, ConfigDef.Type.STRING, "en-US", Validators.locale(), LOW, """
                The language of month and day names in a path.\
                """)
            .key(TIMEZONE, ConfigDef.Type.STRING, "UTC", Validators.zone(), MEDIUM, """
                The zone of time-based paths and of `rotate.schedule.interval.ms`.\
                """)
            .key(TIMESTAMP_EXTRACTOR, ConfigDef.Type.STRING, "Wallclock", Validators.extractor(), MEDIUM, """
                Where a record's time comes from: `Wallclock`, `Record` (Kafka's timestamp) or `RecordField`.\
                """)
            .key(TIMESTAMP_FIELD, ConfigDef.Type.STRING, "timestamp", Validators.nonEmpty(), MEDIUM, """
                The field of `RecordField`: a timestamp, a number of ms, or a text; a dot leads into a nested record.\
                """)
            .key(TIMESTAMP_FORMAT, ConfigDef.Type.STRING, null, Validators.javaTimePattern(), LOW, """
                How a text in `timestamp.field` is read, in java.time's letters; unset: ms or ISO-8601.\
                """)
            .group("Files")
            .key(FORMAT_CLASS, ConfigDef.Type.STRING, "ParquetFormat", Validators.format(), LOW, """
                `ParquetFormat` or `AvroFormat`, or Confluent's class name for it. A table keeps its format for life. Their \
                default is Avro.\
                """)
            .key(PARQUET_CODEC, ConfigDef.Type.STRING, "snappy", Validators.codec(), MEDIUM, """
                `snappy`, `gzip`, `zstd`, `lz4` or `none`. Kite reads `snappy`, `gzip` and `none` only.\
                """)
            .key(PARQUET_LEVEL, ConfigDef.Type.INT, -1, Validators.offOrAtLeast(1), LOW, """
                How hard `gzip` (1 to 9) or `zstd` (1 to 22) tries; -1 for the codec's own default.\
                """)
            .key(PARQUET_BLOCK_SIZE, ConfigDef.Type.LONG, 128L << 20, Validators.between(1 << 16, 1 << 30), MEDIUM, """
                Bytes that a row group aims at, before compression. Each of `convert.threads` holds one in memory.\
                """)
            .key(PARQUET_PAGE_SIZE, ConfigDef.Type.INT, 1 << 20, Validators.between(1 << 10, 1 << 27), LOW, """
                Bytes that a page aims at, before compression.\
                """)
            .key(PARQUET_VERSION, ConfigDef.Type.STRING, "v1", Validators.oneOf("v1", "v2"), LOW, """
                Data pages of version 1, which everything reads, or 2, which encodes numbers and texts more tightly and \
                which Kite and old readers cannot read.\
                """)
            .key(PARQUET_DICTIONARY, ConfigDef.Type.BOOLEAN, true, null, LOW, """
                Whether values that repeat are written once, and by number from then on.\
                """)
            .key(PARQUET_BLOOM_COLUMNS, ConfigDef.Type.LIST, "", null, LOW, """
                Columns with Bloom filters, by which readers pass over row groups without a value that is asked for; a dot \
                leads into a nested record. A column whose dictionary holds all its values needs none and gets none.\
                """)
            .key(AVRO_CODEC, ConfigDef.Type.STRING, "null", Validators.avroCodec(), LOW, """
                With `AvroFormat`: `null` for none, `deflate`, `snappy`, `bzip2` or `zstandard`. Kite cannot read the \
                last.\
                """)
            .key(CATALOG_KITE, ConfigDef.Type.STRING, "own", Validators.oneOf("off", "own", "sdk"), LOW, """
                `own`: a table is a Kite dataset too. `off`: it is not; what is known of it is out of Kite's sight. `sdk`: \
                Kite itself creates and evolves it, and refuses what it does not like, with the jar of `kite-interop` \
                beside the connector's. A table that exists keeps its metadata where they are.\
                """)
            .key(CONVERT_THREADS, ConfigDef.Type.INT, 2, Validators.between(1, 64), MEDIUM, """
                Parquet files that one task writes at a time.\
                """)
            .key(PAD_WIDTH, ConfigDef.Type.INT, 10, Validators.between(0, 19), LOW, """
                Digits to which offsets in file names are padded with zeros.\
                """)
            .definition;

    private static final Set<String> OF_RECORDS = DEFINITION.configKeys().values().stream()
            .filter(key -> RECORDS.equals(key.group))
            .map(key -> key.name)
            .collect(Collectors.toUnmodifiableSet());

    private ConfigKeys() {}

    /** The keys of {@link #RECORDS}. */
    static Set<String> ofRecords() {
        return OF_RECORDS;
    }

    /** Numbers the keys of each group in the order in which they are written down. */
    private static final class Builder {
        private final ConfigDef definition = new ConfigDef();
        private String group = "";
        private int order;

        Builder group(String name) {
            group = name;
            order = 0;
            return this;
        }

        Builder key(
                String name,
                ConfigDef.Type type,
                @Nullable Object defaultValue,
                @Nullable Validator validator,
                Importance importance,
                String doc) {
            definition.define(name, type, defaultValue, validator, importance, doc, group, ++order, Width.MEDIUM, name);
            return this;
        }
    }
}

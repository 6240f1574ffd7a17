/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ready-made patterns, on lines as the programs write them. */
class LogPatternsTest {

    @Test
    void shouldReadApachesCombinedLog() {
        String combined = "203.0.113.7 - frank [22/Nov/2026:17:04:05 +0100] \"GET /search?q=a%20b HTTP/1.1\" 200 2326"
                + " \"https://example.org/\" \"Mozilla/5.0 (X11; \\\"quoted\\\") Gecko\"";

        assertThat(read("APACHE_COMBINED", combined))
                .isEqualTo("client=203.0.113.7, ident=null, user=frank, time=2026-11-22T16:04:05Z, method=GET,"
                        + " path=/search?q=a%20b, protocol=HTTP/1.1, raw_request=null, status=200, bytes=2326,"
                        + " referrer=https://example.org/, user_agent=Mozilla/5.0 (X11; \\\"quoted\\\") Gecko");
        assertThat(read("NGINX_COMBINED", combined)).isEqualTo(read("COMBINEDAPACHELOG", combined));
        assertThat(types("APACHE_COMBINED"))
                .isEqualTo("client:string ident:string user:string time:timestamp-millis method:string path:string"
                        + " protocol:string raw_request:string status:int bytes:long referrer:string"
                        + " user_agent:string");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            2001:db8::1 - - [01/Jan/2026:00:00:00 +0000] "-" 408 - "-" "-"                         | method=null, path=null, protocol=null, raw_request=null, status=408, bytes=null, referrer=null, user_agent=null
            host.example - - [01/Jan/2026:00:00:00 +0000] "\\x16\\x03\\x01" 400 226 "-" "-"        | method=null, path=null, protocol=null, raw_request=\\x16\\x03\\x01, status=400, bytes=226, referrer=null, user_agent=null
            10.0.0.1 - a b [01/Jan/2026:00:00:00 +0000] "GET /x" 200 5 "" "curl/8.1"               | method=GET, path=/x, protocol=null, raw_request=null, status=200, bytes=5, referrer=, user_agent=curl/8.1
            """)
    void shouldReadRequestsThatAreNoRequestLines(String line, String expected) {
        assertThat(read("APACHE_COMBINED", line)).endsWith(expected);
    }

    @Test
    void shouldReadApachesAndNginxsErrorLogs() {
        assertThat(read(
                        "APACHE_ERROR",
                        "[Sun Nov 22 17:04:05.123456 2026] [core:error] [pid 4711:tid 140] [client 10.1.2.3:5000]"
                                + " AH00037: Symbolic link not allowed"))
                .isEqualTo("time=2026-11-22T17:04:05.123456Z, module=core, level=error, pid=4711, tid=140,"
                        + " client=10.1.2.3:5000, message=AH00037: Symbolic link not allowed");
        assertThat(read(
                        "NGINX_ERROR",
                        "2026/11/22 17:04:05 [error] 31#32: *8 open() \"/a\" failed (2: No such file or directory)"))
                .isEqualTo("time=2026-11-22T17:04:05Z, level=error, pid=31, tid=32, connection=8,"
                        + " message=open() \"/a\" failed (2: No such file or directory)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <34>1 2026-10-11T22:14:15.003Z mymachine.example.com su - ID47 - 'su root' failed for lonvick on /dev/pts/8                   | priority=34, version=1, time=2026-10-11T22:14:15.003Z, host=mymachine.example.com, app=su, procid=null, msgid=ID47, structured_data=null, message='su root' failed for lonvick on /dev/pts/8
            <165>1 2026-08-24T05:14:15.000003-07:00 192.0.2.1 myproc 8710 - - %% It's time to make the do-nuts.                           | priority=165, version=1, time=2026-08-24T12:14:15.000003Z, host=192.0.2.1, app=myproc, procid=8710, msgid=null, structured_data=null, message=%% It's time to make the do-nuts.
            <165>1 2026-10-11T22:14:15Z h evntslog - ID47 [x@32473 iut="3" s="a\\]\\"b"][y@1 class="high"]                                | priority=165, version=1, time=2026-10-11T22:14:15Z, host=h, app=evntslog, procid=null, msgid=ID47, structured_data=[x@32473 iut="3" s="a\\]\\"b"][y@1 class="high"], message=null
            <0>1 - - - - - -                                                                                                              | priority=0, version=1, time=null, host=null, app=null, procid=null, msgid=null, structured_data=null, message=null
            """)
    void shouldReadTheNewerSyslog(String line, String expected) {
        assertThat(read("SYSLOG_RFC5424", line)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <34>Oct 11 22:14:15 mymachine su: 'su root' failed for lonvick       | priority=34, time=2026-10-11T22:14:15Z, host=mymachine, app=su, pid=null, message='su root' failed for lonvick
            Nov  2 05:06:07 web1 postfix/smtpd[815]: connect from unknown        | priority=null, time=2026-11-02T05:06:07Z, host=web1, app=postfix/smtpd, pid=815, message=connect from unknown
            Nov  2 05:06:07 web1 last message repeated 3 times                   | priority=null, time=2026-11-02T05:06:07Z, host=web1, app=null, pid=null, message=last message repeated 3 times
            """)
    void shouldReadTheOlderSyslog(String line, String expected) {
        assertThat(read("SYSLOG_RFC3164", line)).isEqualTo(expected);
    }

    /** The year that brings it nearest to the record's timestamp: a line may be read in another year than written. */
    @ParameterizedTest
    @CsvSource({
        "2027-01-01T00:00:10Z, Dec 31 23:59:58, 2026-12-31T23:59:58Z",
        "2026-12-31T23:59:58Z, Jan  1 00:00:10, 2027-01-01T00:00:10Z",
        "2026-06-01T00:00:00Z, May 31 23:00:00, 2026-05-31T23:00:00Z",
        "2027-03-01T00:00:00Z, Feb 29 12:00:00, 2028-02-29T12:00:00Z"
    })
    void shouldTellTheYearOfSyslogByTheRecordsTimestamp(String recordTime, String time, String expected) {
        assertThat(read("SYSLOG_RFC3164", time + " h m", Instant.parse(recordTime)))
                .startsWith("priority=null, time=" + expected + ",");
    }

    @Test
    void shouldRefuseATimeThatHasNoYearInARecordThatHasNoTimestamp() {
        RecordPipeline pipeline = pipeline("%{SYSLOG_RFC3164}");
        SinkRecord record = new SinkRecord(
                "t", 0, null, null, null, "Nov  2 05:06:07 h m", 7, null, TimestampType.NO_TIMESTAMP_TYPE);

        assertThatThrownBy(() -> pipeline.process(record))
                .isInstanceOf(DecodeException.class)
                .hasMessage("t-0@7: field 'time': expected a timestamp in its declared pattern, found String"
                        + " 'Nov  2 05:06:07'");
    }

    @Test
    void shouldReadJavasLogsWithTheirStackTraces() {
        String trace = "boom\njava.lang.IllegalStateException: no\n\tat a.B.c(B.java:1)";

        assertThat(read("LOG4J2_DEFAULT", "23:59:59.123 [main] ERROR org.acme.Main - " + trace))
                .isEqualTo("time=2026-11-22T23:59:59.123Z, thread=main, level=ERROR, logger=org.acme.Main, message="
                        + trace);
        assertThat(read("LOG4J_TTCC", "176 [main] INFO  examples.Sort - Populating an array."))
                .isEqualTo("elapsed_ms=176, thread=main, level=INFO, logger=examples.Sort, context=,"
                        + " message=Populating an array.");
        assertThat(read("LOG4J_DATED", "2026-11-22 10:20:30,456 [pool-1-thread-2] WARN  o.a.Main - " + trace))
                .isEqualTo(
                        "time=2026-11-22T10:20:30.456Z, thread=pool-1-thread-2, level=WARN, logger=o.a.Main, message="
                                + trace);
        assertThat(read(
                        "LOG4J_DATED",
                        "2026-10-18 18:01:47,978 INFO [main] org.apache.hadoop.mapreduce.v2.app.MRAppMaster: Created"))
                .isEqualTo("time=2026-10-18T18:01:47.978Z, thread=main, level=INFO,"
                        + " logger=org.apache.hadoop.mapreduce.v2.app.MRAppMaster, message=Created");
        assertThat(read("KAFKA_LOG", "[2026-11-22 10:20:30,456] INFO [Log partition=a-0] Loaded (kafka.log.Log)"))
                .isEqualTo("time=2026-11-22T10:20:30.456Z, level=INFO, message=[Log partition=a-0] Loaded,"
                        + " logger=kafka.log.Log, trace=null");
        assertThat(read("KAFKA_LOG", "[2026-11-22 10:20:30,456] ERROR Failed (a.B)\n\tat a.B.c(B.java:1)"))
                .endsWith("message=Failed, logger=a.B, trace=\n\tat a.B.c(B.java:1)");
        assertThat(read(
                        "SPRING_BOOT",
                        "2026-11-22T10:20:30.456+01:00  INFO 1234 --- [shop] [           main] c.a.ShopApplication"
                                + "                       : Started"))
                .isEqualTo("time=2026-11-22T09:20:30.456Z, level=INFO, pid=1234, application=shop, thread=main,"
                        + " logger=c.a.ShopApplication, message=Started");
        assertThat(read("SPRING_BOOT", "2023-05-02 13:05:12.001  WARN 5 --- [nio-8080-exec-1] o.a.Foo : x"))
                .isEqualTo("time=2023-05-02T13:05:12.001Z, level=WARN, pid=5, application=null,"
                        + " thread=nio-8080-exec-1, logger=o.a.Foo, message=x");
    }

    private static String read(String pattern, String line) {
        return read(pattern, line, Instant.ofEpochMilli(Records.TIMESTAMP_MS));
    }

    /** With timestamps as people read them. */
    private static String read(String pattern, String line, Instant recordTime) {
        SinkRecord record = new SinkRecord(
                "t",
                0,
                null,
                null,
                null,
                line.getBytes(StandardCharsets.UTF_8),
                0,
                recordTime.toEpochMilli(),
                TimestampType.CREATE_TIME);
        GenericRecord row =
                pipeline("%{" + pattern + "}").process(record).orElseThrow().value();
        StringBuilder text = new StringBuilder();
        for (Schema.Field field : row.getSchema().getFields()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(field.name())
                    .append('=')
                    .append(shown(row.get(field.pos()), type(field)));
        }
        return text.toString();
    }

    private static String types(String pattern) {
        StringBuilder text = new StringBuilder();
        pipeline("%{" + pattern + "}")
                .process(Records.of("h - - [01/Jan/2026:00:00:00 +0000] \"-\" 408 - \"-\" \"-\""))
                .orElseThrow()
                .value()
                .getSchema()
                .getFields()
                .forEach(field -> text.append(text.isEmpty() ? "" : " ")
                        .append(field.name())
                        .append(':')
                        .append(type(field)));
        return text.toString();
    }

    private static String type(Schema.Field field) {
        Schema type = field.schema().getTypes().get(1);
        return type.getLogicalType() == null
                ? type.getType().getName()
                : type.getLogicalType().getName();
    }

    private static @Nullable Object shown(@Nullable Object value, String type) {
        if (value instanceof Long number && type.equals("timestamp-millis")) {
            return Instant.ofEpochMilli(number);
        }
        if (value instanceof Long number && type.equals("timestamp-micros")) {
            return Instant.EPOCH.plusNanos(number * 1000);
        }
        return value;
    }

    private static RecordPipeline pipeline(String pattern) {
        return Pipelines.of("value.format", "text", "text.pattern", pattern);
    }
}

/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class SluiceMainTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path empty;

    private int run(String... args) {
        CommandLine line = SluiceMain.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void shouldListTheCommandsInItsHelp() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString())
                .contains(
                        "quickstart",
                        "up",
                        "broker",
                        "registry",
                        "connect",
                        "connector",
                        "produce",
                        "tables",
                        "cat",
                        "compact",
                        "inspect",
                        "schema",
                        "completion");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "quickstart",
                "up",
                "broker",
                "registry",
                "connect",
                "connector",
                "produce",
                "tables",
                "cat",
                "compact",
                "inspect",
                "schema",
                "completion"
            })
    void shouldHaveHelpForEachCommand(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: sluice " + command).contains("--help");
    }

    @Test
    void shouldAnswerAUsageErrorWithTwo() {
        assertThat(run("quickstart", "--no-such-option")).isEqualTo(2);
        assertThat(err.toString()).contains("Unknown option: '--no-such-option'");
        assertThat(run("quickstart", "--records", "-3")).isEqualTo(2);
        assertThat(err.toString()).contains("--records must not be negative: -3");
    }

    @Test
    void shouldNameTheInputThatItCannotRead() {
        assertThat(run("quickstart", "--input", empty.resolve("nothing.log").toString()))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("cannot read")
                .contains("nothing.log")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldSayHowToReachTablesWhenNothingIsUp() {
        assertThat(run("cat", "flights", "--data", empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("--fs URI").contains("sluice up");
    }

    @Test
    void shouldPrintACompletionScript() {
        assertThat(run("completion", "bash")).isZero();
        assertThat(out.toString()).contains("complete -F _complete_sluice").contains("quickstart");
    }

    @Test
    void shouldExplainAConfigurationOfKafkaConnectHdfs() throws IOException {
        Path file = Files.writeString(empty.resolve("theirs.properties"), """
            name=hdfs-sink
            connector.class=io.confluent.connect.hdfs.HdfsSinkConnector
            topics=test_hdfs
            hdfs.url=hdfs://localhost:9000
            flush.size=3
            logs.dir=/logs
            rotate.interval.ms=1000
            storage.class=io.confluent.connect.hdfs.storage.HdfsStorage
            partitioner.class=io.confluent.connect.hdfs.partitioner.FieldPartitioner
            partition.field.name=country
            schema.registry.basic.auth.user.info=me:secret
            hadoop.dfs.replication=2
            """);
        assertThat(run("connector", "check", file.toString()))
                .as(out + "" + err)
                .isZero();
        assertThat(out.toString())
                .contains("flush.size=3", "dfs.replication=2", "storage.class=", "store.url says what the storage is")
                .contains("AvroFormat keeps a table as it is", "__HIVE_DEFAULT_PARTITION__")
                .contains("by the clock since the first record", "parquet.codec=snappy", "theirs.properties will do.")
                .doesNotContain("secret");
    }

    @Test
    void shouldSayWhatIsNotSupportedAndWhy() throws IOException {
        Path file = Files.writeString(empty.resolve("bad.properties"), """
            store.url=hdfs://localhost:9000
            flush.sizes=3
            hive.integration=true
            format.class=io.confluent.connect.hdfs.orc.OrcFormat
            """);
        assertThat(run("connector", "check", "--brief", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("did you mean 'flush.size'?")
                .contains("'hive.integration' is not supported yet, other than as false")
                .contains("is not a format of Sluice")
                .contains("bad.properties has 4 problems.")
                .doesNotContain("by default");
    }
}

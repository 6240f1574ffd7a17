/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.sluice.table.DurableOutput;
import io.sluice.table.FileStore;
import io.sluice.table.SeekableInput;
import io.sluice.table.StorePath;
import io.sluice.table.hadoop.HdfsIdentity.Keytab;
import io.sluice.table.testing.SecureCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.security.AccessController;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import javax.security.auth.Subject;
import javax.security.auth.kerberos.KerberosTicket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HDFS and a KDC, both real: a cluster that lets nobody in without a ticket. */
class SecureHdfsIT {

    /** So short that a test outlives it. The KDC counts in seconds. */
    private static final Duration TICKET = Duration.ofSeconds(10);

    @TempDir
    private static Path temp;

    private static @Nullable SecureCluster started;

    @BeforeAll
    static void startCluster() throws Exception {
        started = SecureCluster.start(temp, TICKET);
    }

    @AfterAll
    static void stopCluster() {
        if (started != null) {
            started.close();
        }
    }

    private static SecureCluster cluster() {
        return Objects.requireNonNull(started);
    }

    private static HdfsIdentity identity(String principal, String keytab) {
        return new HdfsIdentity(
                Optional.of(new Keytab(cluster().principal(principal), cluster().keytab(keytab), 500)),
                Optional.empty());
    }

    private static HadoopFileStore open(HdfsIdentity identity) throws IOException {
        return HadoopFileStore.open(cluster().uri(), cluster().configuration(), identity);
    }

    private static void write(FileStore store, StorePath file, String text) throws IOException {
        try (DurableOutput out = store.create(file)) {
            out.write(text.getBytes(UTF_8));
            out.syncToDisk();
        }
    }

    private static String read(FileStore store, StorePath file) throws IOException {
        try (SeekableInput in = store.open(file)) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private static String owner(StorePath file) throws IOException {
        return cluster()
                .admin()
                .getFileStatus(new org.apache.hadoop.fs.Path(file.value()))
                .getOwner();
    }

    @Test
    @Tag("check-23")
    @Tag("check-47")
    void twoPrincipalsGetAlongInOneJvm() throws IOException {
        StorePath directory = new StorePath("/two");
        try (HadoopFileStore sluice = open(identity("sluice/localhost", "sluice"));
                HadoopFileStore other = open(identity("other", "other"))) {
            sluice.makeDirectories(directory);
            cluster().openToAll(directory.value());
            write(sluice, directory.child("ours"), "ours");
            write(other, directory.child("theirs"), "theirs");

            assertThat(owner(directory.child("ours"))).isEqualTo("sluice");
            assertThat(owner(directory.child("theirs"))).isEqualTo("other");
            assertThat(read(other, directory.child("ours"))).isEqualTo("ours");
        }
    }

    @Test
    @Tag("check-23")
    void aTicketIsRenewedBeforeItRunsOut() throws IOException {
        try (HdfsLogin login =
                HdfsLogin.of(identity("sluice/localhost", "sluice"), cluster().configuration())) {
            Instant first = ticketEnd(login);
            assertThat(first).isBetween(Instant.now(), Instant.now().plus(TICKET));
            await().atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(ticketEnd(login)).isAfter(first));
        }
    }

    @SuppressWarnings("removal") // Java 17 has no other way to see whose credentials one has.
    private static Instant ticketEnd(HdfsLogin login) throws IOException {
        Subject subject = login.open(() -> Subject.getSubject(AccessController.getContext()));
        return subject.getPrivateCredentials(KerberosTicket.class).stream()
                .filter(ticket -> ticket.getServer().getName().startsWith("krbtgt/"))
                .map(ticket -> ticket.getEndTime().toInstant())
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    @Test
    void inTheNameOfAnother() throws IOException {
        Optional<Keytab> own = identity("sluice/localhost", "sluice").keytab();
        StorePath file = new StorePath("/proxied/file");
        try (HadoopFileStore store = open(new HdfsIdentity(own, Optional.of("etl")))) {
            store.makeDirectories(file.parent());
            write(store, file, "text");
        }
        assertThat(owner(file)).isEqualTo("etl");
        try (HadoopFileStore store = open(new HdfsIdentity(own, Optional.of("root")))) {
            assertThatThrownBy(() -> store.list(StorePath.ROOT))
                    .hasMessageContaining("is not allowed to impersonate root");
        }
    }

    @Test
    void whatKerberosRefusesIsSaidAtOnce() {
        assertThatThrownBy(() -> open(identity("sluice/localhost", "other")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Kerberos refuses " + cluster().principal("sluice/localhost")
                        + " with the keytab " + cluster().keytab("other"));
        assertThatThrownBy(() -> open(identity("sluice/localhost", "none")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read the keytab " + cluster().keytab("none") + " of "
                        + cluster().principal("sluice/localhost"));
    }
}

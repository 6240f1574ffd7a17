/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.hadoop;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.security.PrivilegedExceptionAction;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.security.SecurityUtil;
import org.apache.hadoop.security.UserGroupInformation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A user of HDFS who is logged in, and stays so. Each login is one of its own: several principals get along in one JVM.
 * Whether the cluster is secure at all is one setting for the JVM, as Hadoop has it.
 *
 * <p>Thread-safe.
 */
final class HdfsLogin implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HdfsLogin.class);

    private final UserGroupInformation user;
    private final @Nullable ScheduledThreadPoolExecutor renewal;

    private HdfsLogin(UserGroupInformation user, @Nullable ScheduledThreadPoolExecutor renewal) {
        this.user = user;
        this.renewal = renewal;
    }

    /**
     * Logs in.
     *
     * @throws IOException with the principal and the keytab in its message if Kerberos refuses them
     */
    static HdfsLogin of(HdfsIdentity identity, Configuration configuration) throws IOException {
        if (identity.keytab().isEmpty()) {
            return new HdfsLogin(inNameOf(identity, UserGroupInformation.getCurrentUser()), null);
        }
        HdfsIdentity.Keytab keytab = identity.keytab().get();
        UserGroupInformation own = login(keytab, configuration);
        return new HdfsLogin(inNameOf(identity, own), renewing(own, keytab.renewPeriodMs()));
    }

    private static UserGroupInformation inNameOf(HdfsIdentity identity, UserGroupInformation own) {
        return identity.proxyUser()
                .map(name -> UserGroupInformation.createProxyUser(name, own))
                .orElse(own);
    }

    private static UserGroupInformation login(HdfsIdentity.Keytab keytab, Configuration configuration)
            throws IOException {
        if (!Files.isReadable(keytab.file())) {
            throw new IOException("cannot read the keytab " + keytab.file() + " of " + keytab.principal());
        }
        if (SecurityUtil.getAuthenticationMethod(configuration) != UserGroupInformation.AuthenticationMethod.KERBEROS) {
            throw new IOException("there is a keytab for " + keytab.principal()
                    + ", but hadoop.security.authentication is not kerberos: set it in core-site.xml");
        }
        UserGroupInformation.setConfiguration(configuration);
        String principal = SecurityUtil.getServerPrincipal(keytab.principal(), InetAddress.getLocalHost());
        try {
            return UserGroupInformation.loginUserFromKeytabAndReturnUGI(
                    principal, keytab.file().toString());
        } catch (IOException e) {
            throw new IOException(
                    "Kerberos refuses " + principal + " with the keytab " + keytab.file() + ": " + e.getMessage(), e);
        }
    }

    private static ScheduledThreadPoolExecutor renewing(UserGroupInformation own, long periodMs) {
        ScheduledThreadPoolExecutor renewal = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "kerberos-renewal-" + own.getShortUserName());
            thread.setDaemon(true);
            return thread;
        });
        var unused = renewal.scheduleWithFixedDelay(() -> renew(own), periodMs, periodMs, TimeUnit.MILLISECONDS);
        return renewal;
    }

    /** A ticket that could not be renewed is tried again: it still holds for a fifth of its life. */
    private static void renew(UserGroupInformation own) {
        try {
            own.checkTGTAndReloginFromKeytab();
        } catch (IOException | RuntimeException e) {
            LOG.warn("the Kerberos ticket of {} could not be renewed: {}", own.getUserName(), e.toString());
        }
    }

    /** Does something as this user. What it opens goes on as this user, whoever uses it. */
    <T> T open(PrivilegedExceptionAction<T> action) throws IOException {
        try {
            return user.doAs(action);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while HDFS was opened as " + user.getUserName());
        }
    }

    /** Ends the renewal. */
    @Override
    public void close() {
        if (renewal != null) {
            renewal.shutdownNow();
        }
    }
}

package dev.gen2lift.inventory.smb;

import com.hierynomus.msdtyp.AccessMask;
import com.hierynomus.mserref.NtStatus;
import com.hierynomus.mssmb2.SMB2CreateDisposition;
import com.hierynomus.mssmb2.SMB2Dialect;
import com.hierynomus.mssmb2.SMB2ShareAccess;
import com.hierynomus.mssmb2.SMBApiException;
import com.hierynomus.smbj.SMBClient;
import com.hierynomus.smbj.SmbConfig;
import com.hierynomus.smbj.auth.AuthenticationContext;
import com.hierynomus.smbj.common.SMBRuntimeException;
import com.hierynomus.smbj.session.Session;
import com.hierynomus.smbj.share.DiskShare;
import com.hierynomus.smbj.share.File;
import dev.gen2lift.disk.layer.ImageSource;
import dev.gen2lift.inventory.winrm.Credentials;
import java.io.Closeable;
import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Opens files on shares, read-only, over SMB 3 and nothing older, every message encrypted. One connection for each host;
 * safe for several threads.
 */
public final class SmbShares implements Closeable {

    private final SMBClient client;
    private final Credentials credentials;
    private final int port;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, DiskShare> shares = new HashMap<>();

    public SmbShares(Credentials credentials) {
        this(credentials, SMBClient.DEFAULT_PORT);
    }

    SmbShares(Credentials credentials, int port) {
        this.credentials = credentials;
        this.port = port;
        this.client = new SMBClient(SmbConfig.builder()
                .withDialects(SMB2Dialect.SMB_3_1_1, SMB2Dialect.SMB_3_0_2, SMB2Dialect.SMB_3_0)
                .withSigningRequired(true)
                .withEncryptData(true)
                .withDfsEnabled(true)
                .withTimeout(60, TimeUnit.SECONDS)
                .withSoTimeout(90, TimeUnit.SECONDS)
                .build());
    }

    /**
     * Opens a file; others may read it meanwhile, none may write.
     *
     * @throws IOException where the host cannot be reached, or refuses
     */
    public ImageSource open(SharedFile file) throws IOException {
        try {
            File opened = share(file)
                    .openFile(
                            file.path(),
                            EnumSet.of(AccessMask.FILE_READ_DATA, AccessMask.FILE_READ_ATTRIBUTES),
                            null,
                            EnumSet.of(SMB2ShareAccess.FILE_SHARE_READ),
                            SMB2CreateDisposition.FILE_OPEN,
                            null);
            return new SmbImage(file, opened);
        } catch (SMBApiException e) {
            throw new IOException(words(e.getStatus()) + " (" + file + ")", e);
        } catch (SMBRuntimeException e) {
            throw new IOException(
                    "the host does not answer as SMB 3 with encryption: " + e.getMessage() + " (" + file + ")", e);
        }
    }

    static String words(NtStatus status) {
        return switch (status) {
            case STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_PATH_NOT_FOUND -> "no such file";
            case STATUS_ACCESS_DENIED -> "permission denied";
            case STATUS_SHARING_VIOLATION -> "the file is in use; shut the VM down";
            case STATUS_LOGON_FAILURE -> "the host refuses the sign-in";
            case STATUS_BAD_NETWORK_NAME -> "no such share";
            default -> "the host refuses with " + status;
        };
    }

    private synchronized DiskShare share(SharedFile file) throws IOException {
        String name = (file.host() + "\\" + file.share()).toUpperCase(java.util.Locale.ROOT);
        DiskShare share = shares.get(name);
        if (share == null || !share.isConnected()) {
            if (!(session(file.host()).connectShare(file.share()) instanceof DiskShare disks)) {
                throw new IOException("the share holds no files (" + file + ")");
            }
            share = disks;
            shares.put(name, share);
        }
        return share;
    }

    private Session session(String host) throws IOException {
        Session session = sessions.get(host);
        if (session == null || !session.getConnection().isConnected()) {
            session = client.connect(host, port)
                    .authenticate(new AuthenticationContext(
                            credentials.user(), credentials.password(), credentials.domain()));
            if (!session.getSessionContext().isEncryptData()) {
                session.close();
                throw new IOException("the host does not encrypt (" + host + ")");
            }
            sessions.put(host, session);
        }
        return session;
    }

    @Override
    public synchronized void close() {
        client.close();
    }
}

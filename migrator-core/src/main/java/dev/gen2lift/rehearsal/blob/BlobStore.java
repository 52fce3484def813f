package dev.gen2lift.rehearsal.blob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.server.StateFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Every account, container and blob of the cloud, over files in its folder. Blobs of the storage account lie in
 * {@code blobs/<account>/<container>/}; a managed disk's bytes lie where its owner says.
 */
public final class BlobStore implements AutoCloseable {

    /** The storage account that every rehearsal cloud has. */
    public static final String ACCOUNT = "gen2liftrehearsal";

    private static final String SECTION = "storage";
    private static final String DISK_BLOB = "abcd";
    private static final String LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final int KEY_BYTES = 64;

    private final Path root;
    private final StateFile state;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final ConcurrentSkipListMap<String, Account> accounts = new ConcurrentSkipListMap<>();

    private BlobStore(Path root, StateFile state, InstantSource clock) {
        this.root = root;
        this.state = state;
        this.clock = clock;
    }

    /** The store kept in {@code root}; blobs whose files are gone are gone. */
    public static BlobStore open(Path root, StateFile state, InstantSource clock) throws IOException {
        BlobStore store = new BlobStore(root, state, clock);
        for (Map.Entry<String, JsonNode> entry : state.section(SECTION).properties()) {
            store.load(entry.getKey(), entry.getValue());
        }
        if (!store.accounts.containsKey(ACCOUNT)) {
            store.accounts.put(ACCOUNT, new Account(ACCOUNT, store.newKey(), Account.Kind.STORAGE));
            store.save();
        }
        return store;
    }

    private void load(String name, JsonNode node) throws IOException {
        Account account = new Account(
                name,
                Base64.getDecoder().decode(node.path("key").asText()),
                Account.Kind.valueOf(node.path("kind").asText()));
        for (Map.Entry<String, JsonNode> entry : node.path("containers").properties()) {
            JsonNode saved = entry.getValue();
            Container container = new Container(
                    entry.getKey(), Instant.parse(saved.path("created").asText()));
            for (Map.Entry<String, JsonNode> policy : saved.path("policies").properties()) {
                container
                        .policies()
                        .put(
                                policy.getKey(),
                                new SharedAccess.Terms(
                                        policy.getValue().path("permissions").asText(),
                                        Optional.empty(),
                                        Optional.of(Instant.parse(
                                                policy.getValue().path("expiry").asText()))));
            }
            for (Map.Entry<String, JsonNode> blob : saved.path("blobs").properties()) {
                if (Files.exists(root.resolve(blob.getValue().path("file").asText()))) {
                    PageBlob opened = PageBlob.open(blob.getValue(), root, clock);
                    if (account.kind() == Account.Kind.MANAGED_DISK) {
                        opened.seal(!writable(container));
                    }
                    container.blobs().put(blob.getKey(), opened);
                }
            }
            account.containers().put(entry.getKey(), container);
        }
        accounts.put(name, account);
    }

    private static boolean writable(Container container) {
        return container.policies().values().stream()
                .anyMatch(terms -> terms.permissions().contains("w"));
    }

    /** Writes down everything but the pages, which write themselves down. */
    synchronized void save() throws IOException {
        ObjectNode section = JsonNodeFactory.instance.objectNode();
        for (Account account : accounts.values()) {
            ObjectNode node = section.putObject(account.name());
            node.put("kind", account.kind().name());
            node.put("key", Base64.getEncoder().encodeToString(account.key()));
            ObjectNode containers = node.putObject("containers");
            for (Container container : account.containers().values()) {
                ObjectNode saved = containers.putObject(container.name());
                saved.put("created", container.created().toString());
                ObjectNode policies = saved.putObject("policies");
                container
                        .policies()
                        .forEach((id, terms) -> policies.putObject(id)
                                .put("permissions", terms.permissions())
                                .put(
                                        "expiry",
                                        terms.expiry().orElse(Instant.EPOCH).toString()));
                ObjectNode blobs = saved.putObject("blobs");
                container.blobs().forEach((name, blob) -> blobs.set(name, blob.describe(root)));
            }
        }
        state.save(SECTION, section);
    }

    Optional<Account> account(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    /** Whether the first segment of a path names an account. */
    public boolean hasAccount(String name) {
        return accounts.containsKey(name);
    }

    /** The storage account's key, as clients take it: Base64. */
    public String accountKey() {
        return Base64.getEncoder().encodeToString(storage().key());
    }

    private Account storage() {
        Account account = accounts.get(ACCOUNT);
        if (account == null) {
            throw new IllegalStateException("the storage account is made when the store is opened");
        }
        return account;
    }

    /**
     * Makes a container of the storage account; false where there was one.
     *
     * @throws IllegalArgumentException where the name is none of a container
     */
    public boolean createContainer(String name) throws IOException {
        if (!Container.isName(name)) {
            throw new IllegalArgumentException("not a container's name: " + name);
        }
        return createContainer(storage(), name);
    }

    boolean createContainer(Account account, String name) throws IOException {
        boolean made = account.containers().putIfAbsent(name, new Container(name, clock.instant())) == null;
        if (made) {
            save();
        }
        return made;
    }

    void deleteContainer(Account account, Container container) throws IOException {
        account.containers().remove(container.name());
        for (PageBlob blob : container.blobs().values()) {
            blob.delete();
        }
        save();
    }

    /** The query string of a SAS on a container of the storage account. */
    public String containerSas(String container, String permissions, Instant expiry) {
        return SharedAccess.forContainer(permissions, expiry)
                .sign(storage().key(), "/blob/" + ACCOUNT + "/" + container);
    }

    /** Makes an all-zero blob in place of any of that name. */
    synchronized PageBlob createBlob(Account account, Container container, String name, long size) throws IOException {
        PageBlob before = container.blobs().remove(name);
        if (before != null) {
            before.delete();
        }
        Path file = root.resolve("blobs")
                .resolve(account.name())
                .resolve(container.name())
                .resolve(FileNames.of(name));
        PageBlob blob = PageBlob.create(file, newLog(), size, clock);
        container.blobs().put(name, blob);
        save();
        return blob;
    }

    synchronized void deleteBlob(Container container, String name) throws IOException {
        PageBlob blob = container.blobs().remove(name);
        if (blob != null) {
            blob.delete();
            save();
        }
    }

    /**
     * Makes the bytes of a new managed disk, all zero, and the endpoint at which they may be reached once granted.
     *
     * @param file where they lie
     * @param size in bytes, the VHD footer included
     */
    public synchronized DiskEndpoint createDisk(Path file, long size) throws IOException {
        DiskEndpoint endpoint = new DiskEndpoint("md-impexp-" + letters(12), letters(12), DISK_BLOB);
        Account account = new Account(endpoint.account(), newKey(), Account.Kind.MANAGED_DISK);
        Container container = new Container(endpoint.container(), clock.instant());
        PageBlob blob = PageBlob.create(file, newLog(), size, clock);
        blob.seal(true);
        container.blobs().put(endpoint.blob(), blob);
        account.containers().put(container.name(), container);
        accounts.put(account.name(), account);
        save();
        return endpoint;
    }

    /** A blob of the storage account, for whoever is not a client. */
    public Optional<PageBlob> blob(String account, String container, String name) {
        return account(account)
                .filter(found -> found.kind() == Account.Kind.STORAGE)
                .flatMap(found -> found.container(container))
                .flatMap(found -> found.blob(name));
    }

    /**
     * Makes a managed disk with the bytes that a blob has now, and nothing else in common with it.
     *
     * @param file where they lie
     */
    public DiskEndpoint copyToDisk(PageBlob source, Path file) throws IOException {
        DiskEndpoint endpoint = createDisk(file, source.size());
        try {
            disk(endpoint).copyFrom(source);
        } catch (IOException e) {
            deleteDisk(endpoint);
            throw e;
        }
        return endpoint;
    }

    /**
     * Lets a disk be reached.
     *
     * @return the query string of the signature
     */
    public synchronized String grant(DiskEndpoint endpoint, String permissions, Instant expiry) throws IOException {
        Container container = container(endpoint);
        String policy = UUID.randomUUID().toString();
        container.policies().clear();
        container.policies().put(policy, new SharedAccess.Terms(permissions, Optional.empty(), Optional.of(expiry)));
        disk(endpoint).seal(!permissions.contains("w"));
        save();
        return SharedAccess.forDisk(policy).sign(account(endpoint).key(), endpoint.resource());
    }

    /** Ends every grant; on return no write is under way. */
    public synchronized void revoke(DiskEndpoint endpoint) throws IOException {
        container(endpoint).policies().clear();
        disk(endpoint).seal(true);
        save();
    }

    /** When the grant on a disk ends; empty where there is none. */
    public Optional<Instant> grantedUntil(DiskEndpoint endpoint) {
        return container(endpoint).policies().values().stream()
                .flatMap(terms -> terms.expiry().stream())
                .findFirst();
    }

    /** The bytes of a managed disk. */
    public PageBlob disk(DiskEndpoint endpoint) {
        return container(endpoint)
                .blob(endpoint.blob())
                .orElseThrow(() -> new IllegalStateException("the disk's file is gone: " + endpoint));
    }

    /** Deletes a managed disk's bytes and its endpoint. */
    public synchronized void deleteDisk(DiskEndpoint endpoint) throws IOException {
        Account account = accounts.remove(endpoint.account());
        if (account != null) {
            for (Container container : account.containers().values()) {
                for (PageBlob blob : container.blobs().values()) {
                    blob.delete();
                }
            }
            save();
        }
    }

    private Account account(DiskEndpoint endpoint) {
        return account(endpoint.account())
                .orElseThrow(() -> new IllegalStateException("no account for disk " + endpoint));
    }

    private Container container(DiskEndpoint endpoint) {
        return account(endpoint)
                .container(endpoint.container())
                .orElseThrow(() -> new IllegalStateException("no container for disk " + endpoint));
    }

    private Path newLog() {
        return root.resolve("state").resolve("pages").resolve(UUID.randomUUID() + ".log");
    }

    private byte[] newKey() {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    private String letters(int count) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < count; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }

    @Override
    public synchronized void close() throws IOException {
        save();
        List<PageBlob> open = new ArrayList<>();
        accounts.values()
                .forEach(account -> account.containers()
                        .values()
                        .forEach(container -> open.addAll(container.blobs().values())));
        for (PageBlob blob : open) {
            blob.close();
        }
    }
}

package dev.gen2lift.rehearsal.blob;

/** Where a managed disk's bytes can be reached while access is granted. */
public record DiskEndpoint(String account, String container, String blob) {

    /** The path of the endpoint's URL. */
    public String path() {
        return "/" + account + "/" + container + "/" + blob;
    }

    String resource() {
        return "/blob" + path();
    }
}

package dev.gen2lift.rehearsal.blob;

import java.util.LinkedHashMap;
import java.util.Map;

/** The refusals of Azure Storage that the rehearsal cloud knows (REST reference, "Blob service error codes"). */
final class BlobErrors {

    private static final String AUTHENTICATION_FAILED =
            "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly"
                    + " including the signature.";

    private BlobErrors() {}

    static BlobFailure noAuthentication() {
        return new BlobFailure(
                401,
                "NoAuthenticationInformation",
                "Server failed to authenticate the request. Please refer to the information in the www-authenticate"
                        + " header.");
    }

    static BlobFailure authenticationFailed(String detail) {
        return new BlobFailure(
                403, "AuthenticationFailed", AUTHENTICATION_FAILED, Map.of("AuthenticationErrorDetail", detail));
    }

    static BlobFailure permissionMismatch() {
        return new BlobFailure(
                403,
                "AuthorizationPermissionMismatch",
                "This request is not authorized to perform this operation using this permission.");
    }

    static BlobFailure managedDiskOperation(String operation) {
        return new BlobFailure(
                403,
                "AuthorizationFailure",
                "This request is not authorized to perform this operation. A managed disk's upload endpoint does not"
                        + " allow " + operation + ".");
    }

    static BlobFailure containerNotFound() {
        return new BlobFailure(404, "ContainerNotFound", "The specified container does not exist.");
    }

    static BlobFailure containerExists() {
        return new BlobFailure(409, "ContainerAlreadyExists", "The specified container already exists.");
    }

    static BlobFailure blobNotFound() {
        return new BlobFailure(404, "BlobNotFound", "The specified blob does not exist.");
    }

    static BlobFailure blobExists() {
        return new BlobFailure(409, "BlobAlreadyExists", "The specified blob already exists.");
    }

    static BlobFailure resourceNotFound() {
        return new BlobFailure(404, "ResourceNotFound", "The specified resource does not exist.");
    }

    static BlobFailure invalidHeader(String name, String value) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("HeaderName", name);
        details.put("HeaderValue", value);
        return new BlobFailure(
                400,
                "InvalidHeaderValue",
                "The value for one of the HTTP headers is not in the correct format.",
                details);
    }

    static BlobFailure missingHeader(String name) {
        return new BlobFailure(
                400,
                "MissingRequiredHeader",
                "An HTTP header that's mandatory for this request is not specified.",
                Map.of("HeaderName", name));
    }

    static BlobFailure invalidQuery(String name, String value) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("QueryParameterName", name);
        details.put("QueryParameterValue", value);
        return new BlobFailure(
                400,
                "InvalidQueryParameterValue",
                "Value for one of the query parameters specified in the request URI is invalid.",
                details);
    }

    static BlobFailure missingLength() {
        return new BlobFailure(411, "MissingContentLengthHeader", "Content-Length HTTP header is missing.");
    }

    static BlobFailure tooLarge(long limit) {
        return new BlobFailure(
                413,
                "RequestBodyTooLarge",
                "The request body is too large and exceeds the maximum permissible limit.",
                Map.of("MaxLimit", Long.toString(limit)));
    }

    static BlobFailure invalidPageRange() {
        return new BlobFailure(416, "InvalidPageRange", "The page range specified is invalid.");
    }

    static BlobFailure invalidRange() {
        return new BlobFailure(
                416, "InvalidRange", "The range specified is invalid for the current size of the resource.");
    }

    static BlobFailure md5Mismatch(String server, String client) {
        return mismatch("Md5Mismatch", "MD5", server, client);
    }

    static BlobFailure crc64Mismatch(String server, String client) {
        return mismatch("Crc64Mismatch", "CRC64", server, client);
    }

    private static BlobFailure mismatch(String code, String kind, String server, String client) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("UserSpecified" + kind, client);
        details.put("ServerCalculated" + kind, server);
        return new BlobFailure(
                400,
                code,
                "The " + kind + " value specified in the request did not match with the " + kind
                        + " value calculated by the server.",
                details);
    }

    static BlobFailure conditionNotMet() {
        return new BlobFailure(
                412, "ConditionNotMet", "The condition specified using HTTP conditional header(s) is not met.");
    }

    static BlobFailure sequenceConditionNotMet() {
        return new BlobFailure(
                412, "SequenceNumberConditionNotMet", "The sequence number condition specified was not met.");
    }

    static BlobFailure invalidBlobType() {
        return new BlobFailure(
                501, "APINotImplemented", "The rehearsal cloud keeps page blobs only. Send x-ms-blob-type: PageBlob.");
    }

    static BlobFailure notImplemented(String what) {
        return new BlobFailure(501, "APINotImplemented", "The rehearsal cloud does not know " + what + ".");
    }

    static BlobFailure unsupportedVerb() {
        return new BlobFailure(405, "UnsupportedHttpVerb", "The resource doesn't support specified Http Verb.");
    }

    static BlobFailure noSpace(String reason) {
        return new BlobFailure(500, "InternalError", "The rehearsal cloud's folder cannot take the data: " + reason);
    }
}

package dev.gen2lift.rehearsal.identity;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gen2lift.rehearsal.server.Exchange;
import dev.gen2lift.rehearsal.server.Responder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code POST /{tenant}/oauth2/v2.0/token}: the client credentials grant (RFC 6749, 4.4) with Entra ID's answers and error
 * codes.
 */
public final class TokenEndpoint implements Responder {

    private static final int MAX_FORM = 64 * 1024;

    private final ObjectMapper json = new ObjectMapper();
    private final Credentials credentials;
    private final Tokens tokens;

    /** The one application that may sign in. */
    public record Credentials(String tenantId, String clientId, String clientSecret) {

        @Override
        public String toString() {
            return "Credentials[tenantId=" + tenantId + ", clientId=" + clientId + "]";
        }
    }

    public TokenEndpoint(Credentials credentials, Tokens tokens) {
        this.credentials = credentials;
        this.tokens = tokens;
    }

    /** Whether {@code exchange} is for this endpoint. */
    public static boolean serves(Exchange exchange) {
        int count = exchange.segments().size();
        return count == 4
                && exchange.segments().get(1).equalsIgnoreCase("oauth2")
                && exchange.segments().get(2).equalsIgnoreCase("v2.0")
                && exchange.segments().get(3).equalsIgnoreCase("token");
    }

    @Override
    public void respond(Exchange exchange) throws IOException {
        if (!exchange.method().equals("POST")) {
            refuse(exchange, 405, "invalid_request", "AADSTS900561: The endpoint only accepts POST requests.");
            return;
        }
        if (!exchange.segments().get(0).equals(credentials.tenantId())) {
            refuse(
                    exchange,
                    400,
                    "invalid_request",
                    "AADSTS90002: Tenant '" + exchange.segments().get(0) + "' not found.");
            return;
        }
        Map<String, String> form = form(new String(exchange.body(MAX_FORM), StandardCharsets.UTF_8));
        exchange.header("Authorization").ifPresent(value -> basic(value, form));
        if (!"client_credentials".equals(form.get("grant_type"))) {
            refuse(
                    exchange,
                    400,
                    "unsupported_grant_type",
                    "AADSTS70003: The app requested an unsupported grant type '" + form.get("grant_type") + "'.");
        } else if (!credentials.clientId().equals(form.get("client_id"))) {
            refuse(
                    exchange,
                    400,
                    "unauthorized_client",
                    "AADSTS700016: Application with identifier '" + form.get("client_id")
                            + "' was not found in the directory.");
        } else if (!isSecret(form.getOrDefault("client_secret", ""))) {
            refuse(exchange, 401, "invalid_client", "AADSTS7000215: Invalid client secret provided.");
        } else {
            ObjectNode answer = json.createObjectNode()
                    .put("token_type", "Bearer")
                    .put("expires_in", Tokens.LIFE.toSeconds())
                    .put("ext_expires_in", Tokens.LIFE.toSeconds())
                    .put("access_token", tokens.issue());
            exchange.reply("Cache-Control", "no-store, no-cache");
            exchange.send(200, "application/json; charset=utf-8", json.writeValueAsBytes(answer));
        }
    }

    @Override
    public void refuse(Exchange exchange, int status, String code, String message) throws IOException {
        ObjectNode error = json.createObjectNode().put("error", code).put("error_description", message);
        exchange.send(status, "application/json; charset=utf-8", json.writeValueAsBytes(error));
    }

    private boolean isSecret(String given) {
        return MessageDigest.isEqual(
                given.getBytes(StandardCharsets.UTF_8),
                credentials.clientSecret().getBytes(StandardCharsets.UTF_8));
    }

    /** RFC 6749, 2.3.1: the client may identify itself by HTTP Basic instead of in the form. */
    private static void basic(String header, Map<String, String> form) {
        if (!header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
            return;
        }
        try {
            String pair =
                    new String(Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            if (colon > 0) {
                form.put("client_id", URLDecoder.decode(pair.substring(0, colon), StandardCharsets.UTF_8));
                form.put("client_secret", URLDecoder.decode(pair.substring(colon + 1), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException e) {
            form.remove("client_secret");
        }
    }

    private static Map<String, String> form(String body) {
        Map<String, String> form = new HashMap<>();
        for (String pair : body.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                try {
                    form.put(
                            URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                            URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
                } catch (IllegalArgumentException e) {
                    form.remove(pair.substring(0, equals));
                }
            }
        }
        return form;
    }
}

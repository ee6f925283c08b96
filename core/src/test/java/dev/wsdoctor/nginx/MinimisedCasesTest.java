package dev.wsdoctor.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// What the comparison with Debian's nginx has found, each reduced to its core.
class MinimisedCasesTest {
  @Test
  void theLastTrueIfCountsEvenWithoutItsOwnProxyPass() {
    Scene.server(
            """
            location /a { if ($host) { proxy_pass http://first; } if ($uri) { set $x 1; }
              proxy_pass http://own; }
            location /b { if ($host) { proxy_pass http://first; } if ($uri) { set $x 1; } }
            """)
        .check(
            """
            GET /a => own:80 GET /a HTTP/1.0
            GET /b => 500""");
  }

  @Test
  void lengthsAreComputedBeforeValuesAreWritten() {
    Scene scene =
        Scene.http(
            """
            map $http_a $short { "~^(.)" found; }
            map $http_a $long { "~^(.*)$" found; }
            server {
              location ~ ^/(..)s { proxy_pass http://a; proxy_set_header X $1-$short; }
              location ~ ^/(..)l { proxy_pass http://a; proxy_set_header X $1-$long; }
              location ~ ^/(..)r { return 302 http://a/$1-$long; }
            }
            """);
    // the map's capture takes the place of the location's
    assertThat(scene.fields("GET /abs\nA: xyz")).startsWith("X: x-found");
    scene.check(
        """
        GET /abl | A: xyz => 500
        GET /abr | A: xyz => 500""");
  }

  @Test
  void namedGroupsOfTheOuterLocationStay() {
    Scene.server(
            "location ~ ^/(?<outer>[a-z]+)/ { location ~ ([0-9])$ { return 302 http://$outer/$1; } }")
        .check("GET /ab/7 => 302 http://ab/7");
  }

  @Test
  void withAnAliasTheFallbackOfTryFilesLosesTheLocationsName() {
    Scene.server(
            "location /a { alias /data; try_files $uri /a/b?x=$args; } location /b { return 204; }")
        .with(FileView.EMPTY)
        .check("GET /a/c => 204");
  }

  @Test
  void aSlashBehindAFileLeadsNowhere() {
    Scene.server("root /srv; location /t/ { root /srv; try_files $uri =418; }")
        .with(path -> path.endsWith("/f") ? FileView.Kind.FILE : FileView.Kind.DIRECTORY)
        .check(
            """
            GET /f/ => file /srv/f/ 404
            GET /t/f/ => 418""");
  }

  @Test
  void methodsAreRefusedBeforeFilesAreLookedFor() {
    Scene.server("root /srv; location /a { alias /x; rewrite ^ /a/b break; }")
        .with(FileView.EMPTY)
        .check(
            """
            OPTIONS / => file /srv/ 405
            PUT /f => file /srv/f 405
            OPTIONS /a => file /x/b 405
            GET /a => file /x/b 500""");
  }

  @Test
  void autoindexNeedsADirectory() {
    Scene.server("root /srv; autoindex on;")
        .with(FileView.EMPTY)
        .check("GET /none/ => file /srv/none/ 404");
  }

  @Test
  void aFieldThatComesTwiceIsRefusedBeforeALaterHostIsRead() {
    Scene.http(
            """
            server { error_page 400 =307 $scheme://default; }
            server { server_name late; return 204; }
            """)
        .check(
            """
            GET / | If-Match: x | If-Match: x | Host: late => 307 http://default
            GET / | Host: late | If-Match: x => 204""");
  }

  @Test
  void aConstantNameOfTryFilesKeepsItsSlashBehindAnAlias() {
    Scene.server("location / { alias /data/; try_files /f =404; proxy_pass http://a/x/; }")
        .with(path -> path.equals("/data//f") ? FileView.Kind.FILE : FileView.Kind.ABSENT)
        .check("GET /any => a:80 GET /x//f HTTP/1.0");
  }

  @Test
  void aRedirectIsDecodedWhereThatIsSafe() {
    Scene.server("rewrite ^/(.*)$ http://to/$1/$arg_a? redirect;")
        .check(
            """
            GET /%41%20%2B?a=%7e%2 => 302 http://to/A%20+/~
            GET /x?a=%zz => 302 http://to/x/zz
            GET /x?a=%25%3fa%41 => 302 http://to/x/%25?a%41""");
  }

  @Test
  void capturesInSetAreEscapedUntilARewriteMatches() {
    Scene.server(
            """
            location /a { if ($args ~ (.*)) { set $v $1; } return 302 http://$v; }
            location /c { rewrite ^(.*) $1; set $v $1; return 302 http://to$v/end; }
            """)
        .check(
            """
            GET /a?x&y => 302 http://x&y
            GET /a%20?x&y => 302 http://x%26y
            GET /c%20 => 302 http://to/c /end""");
  }
}

<?php
/**
 * The WordPress example with stand-ins for the functions of WordPress that it calls.
 *
 *     COPYDESK_URL=http://127.0.0.1:8080 php tests/clients/wordpress.php [existing | dead]
 */

$hooks  = array();
// By the post's id; the taxonomies are under 0.
$stored = array();

class WP_Error {
	public function __construct( private string $code, private string $message ) {}
	public function get_error_message() {
		return $this->message;
	}
}

function add_action( $hook, $function, $priority = 10, $arguments = 1 ) {
	$GLOBALS['hooks'][ $hook ] = array( $function, $arguments );
}
function do_action( $hook, ...$arguments ) {
	list( $function, $count ) = $GLOBALS['hooks'][ $hook ];
	$function( ...array_slice( $arguments, 0, $count ) );
}
function register_taxonomy( $taxonomy, $type, $arguments ) {
	$GLOBALS['stored'][0][ $taxonomy ] = $arguments['label'];
}
function apply_filters( $name, $value ) {
	return str_replace( '[place]', 'Vannes', $value );
}
function get_post_datetime( $post ) {
	return new DateTimeImmutable( $post->post_date, new DateTimeZone( 'Europe/Paris' ) );
}
function wp_is_post_revision( $id ) {
	return 99 === $id;
}
function is_wp_error( $thing ) {
	return $thing instanceof WP_Error;
}
function wp_json_encode( $value, $flags = 0 ) {
	return json_encode( $value, $flags );
}
function wp_slash( $text ) {
	return addslashes( $text );
}
function update_post_meta( $id, $key, $value ) {
	$GLOBALS['stored'][ $id ][ $key ] = stripslashes( $value );
}
function term_exists( $name, $taxonomy ) {
	return 'Vannes' === $name;
}
function wp_set_object_terms( $id, $terms, $taxonomy ) {
	$GLOBALS['stored'][ $id ][ $taxonomy ] = $terms;
}
function wp_remote_post( $url, $arguments ) {
	$headers = array();
	foreach ( $arguments['headers'] as $name => $value ) {
		$headers[] = "$name: $value";
	}
	$http = array(
		'method'        => 'POST',
		'header'        => $headers,
		'content'       => $arguments['body'],
		'timeout'       => $arguments['timeout'],
		'ignore_errors' => true,
	);
	$body = @file_get_contents( $url, false, stream_context_create( array( 'http' => $http ) ) );
	if ( false === $body ) {
		return new WP_Error( 'http', 'no connection' );
	}
	return array( 'code' => (int) explode( ' ', $http_response_header[0] )[1], 'body' => $body );
}
function wp_remote_retrieve_body( $response ) {
	return $response['body'];
}
function wp_remote_retrieve_response_code( $response ) {
	return $response['code'];
}

function check( $what, $expected, $found ) {
	if ( $expected !== $found ) {
		$shown = json_encode( array( 'expected' => $expected, 'found' => $found ), JSON_UNESCAPED_UNICODE | JSON_PRETTY_PRINT );
		fwrite( STDERR, "$what: $shown\n" );
		exit( 1 );
	}
}

function post( $id, $changed = array() ) {
	$fields = array(
		'post_type'    => 'post',
		'post_status'  => 'publish',
		'post_title'   => 'La digue sera réparée',
		'post_date'    => '2024-03-12 08:00:00',
		'post_content' => '<p>« La digue tiendra », a déclaré Zoé Lantier, la maire de [place].</p>'
			. '<p>Selon Loïc Tanguy, les travaux commenceront lundi à Paris.</p>',
	);
	return array( $id, (object) array_merge( $fields, $changed ), true );
}

$mode = $argv[1] ?? 'plain';
define( 'COPYDESK_URL', 'dead' === $mode ? 'http://127.0.0.1:9' : getenv( 'COPYDESK_URL' ) );
define( 'COPYDESK_ONLY_EXISTING_TERMS', 'existing' === $mode );
require __DIR__ . '/../../examples/wordpress/copydesk.php';
$log = tempnam( sys_get_temp_dir(), 'copydesk' );
ini_set( 'error_log', $log );

do_action( 'init' );
check( 'taxonomies', array( 'copydesk_speaker' => 'Speakers', 'copydesk_place' => 'Places' ), $stored[0] );
do_action( 'save_post', ...post( 7 ) );
do_action( 'save_post', ...post( 8, array( 'post_status' => 'draft' ) ) );
do_action( 'save_post', ...post( 9, array( 'post_type' => 'page' ) ) );
do_action( 'save_post', ...post( 99 ) );
do_action( 'save_post', ...post( 10, array( 'post_content' => str_repeat( 'trop long ', 120000 ) ) ) );
$said = '[{"who":"Zoé Lantier","what":"« La digue tiendra »","type":"direct"},'
	. '{"who":"Loïc Tanguy","what":"les travaux commenceront lundi à Paris","type":"indirect"}]';
$kept = array(
	'copydesk_speaker' => 'existing' === $mode ? array() : array( 'Zoé Lantier', 'Loïc Tanguy' ),
	'copydesk_place'   => 'existing' === $mode ? array( 'Vannes' ) : array( 'Vannes', 'Paris' ),
	'copydesk_said'    => $said,
);
check( 'posts', 'dead' === $mode ? array( 0 ) : array( 0, 7 ), array_keys( $stored ) );
check( 'what is kept', 'dead' === $mode ? null : $kept, $stored[7] ?? null );
$why = 'dead' === $mode ? 'copydesk: no connection' : 'copydesk: expected at most 1048576 bytes of text';
check( 'the log', true, str_contains( file_get_contents( $log ), $why ) );
unlink( $log );

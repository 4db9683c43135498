<?php
// A ShareX upload server in one file, for the scenario sxcu.sh: run it with  php -S HOST:PORT uploader.php
// POST /upload with a form field "image" and the header X-Key keeps a picture; GET /i/NAME.png gives it back.
$keep = getenv('UPLOADER_KEEP');
$path = parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH);
header('Content-Type: application/json');

function refuse(int $status, string $why): void
{
    http_response_code($status);
    echo json_encode(['success' => false, 'error' => $why]);
    exit;
}

if ($_SERVER['REQUEST_METHOD'] === 'GET' || $_SERVER['REQUEST_METHOD'] === 'HEAD') {
    if (!preg_match('#^/i/([0-9a-f]{40}\.png)$#', $path, $match) || !is_file("$keep/$match[1]")) {
        refuse(404, 'no such picture');
    }
    header('Content-Type: image/png');
    header('Content-Length: ' . filesize("$keep/$match[1]"));
    readfile("$keep/$match[1]");
    exit;
}

if ($path !== '/upload') {
    refuse(404, 'no such address');
}
if (($_SERVER['HTTP_X_KEY'] ?? '') !== 'open sesame') {
    refuse(401, 'wrong key');
}
if (($_FILES['image']['error'] ?? UPLOAD_ERR_NO_FILE) !== UPLOAD_ERR_OK) {
    refuse(400, 'no picture in the field "image"');
}
// The scenario may set a limit while this runs.
if (is_file("$keep.most") && $_FILES['image']['size'] > (int) file_get_contents("$keep.most")) {
    refuse(413, 'too large');
}
if (getimagesize($_FILES['image']['tmp_name'])[2] !== IMAGETYPE_PNG) {
    refuse(415, 'not a PNG');
}
$name = sha1_file($_FILES['image']['tmp_name']) . '.png';
move_uploaded_file($_FILES['image']['tmp_name'], "$keep/$name");
echo json_encode(['success' => true, 'data' => ['link' => "http://{$_SERVER['HTTP_HOST']}/i/$name", 'album' => $_POST['album'] ?? '']]);

// Shows the service's own OpenAPI document; nothing is fetched from elsewhere.
const place = document.getElementById("documentation");
SwaggerUIBundle({
  url: place.dataset.document,
  domNode: place,
  deepLinking: true,
  validatorUrl: null,
});

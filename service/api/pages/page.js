// Relative, so that the page also works where the service is mounted below a prefix.
window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  // Swagger UI's badge asks another host to judge the document.
  validatorUrl: null,
});

"""One picture with diffusers on torch's CPU, float32, from a single file and a LoRA, without any network.

    python full-size-torch.py CHECKPOINT LORA TINY_VAE JOB.json LATENT.bin

JOB.json: {family, ids, steps, eta, seed, width, height}. Prints one line of JSON with seconds and bytes, and writes the final latent
as float32. For test/bench/full-size.ts.
"""

import json
import os
import resource
import sys
import tempfile
import time

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["TRANSFORMERS_OFFLINE"] = "1"

import torch
from diffusers import (
    AutoencoderKL, AutoencoderTiny, StableDiffusionPipeline, StableDiffusionXLPipeline, TCDScheduler, UNet2DConditionModel,
)
from diffusers.loaders.single_file_utils import convert_open_clip_checkpoint
from safetensors import safe_open
from safetensors.torch import load_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

CLIP_PREFIX = {"sd15": "cond_stage_model.transformer.", "sdxl": "conditioner.embedders.0.transformer."}
OPEN_CLIP_PREFIX = "conditioner.embedders.1.model."
SCALING = {"sd15": 0.18215, "sdxl": 0.13025}


def load_text_encoder(path, clip_prefix):
    config = CLIPTextConfig(
        vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12, num_attention_heads=12,
        max_position_embeddings=77, hidden_act="quick_gelu", projection_dim=768,
        bos_token_id=49406, eos_token_id=2, pad_token_id=1,
    )
    encoder = CLIPTextModel(config)
    expected = set(encoder.state_dict())
    prefix = clip_prefix if any(key.startswith("text_model.") for key in expected) else clip_prefix + "text_model."
    with safe_open(path, "pt") as file:
        keys = [key for key in file.keys() if key.startswith(prefix)]
        state = {key[len(prefix):]: file.get_tensor(key).float() for key in keys}
    state.pop("text_model.embeddings.position_ids", None)
    state.pop("embeddings.position_ids", None)
    result = encoder.load_state_dict(state, strict=False)
    missing = [key for key in result.missing_keys if "position_ids" not in key]
    if missing or result.unexpected_keys:
        sys.exit(f"the text encoder does not fit: {missing[:3]} {result.unexpected_keys[:3]}")
    return encoder.eval()


def load_second_text_encoder(path):
    config = CLIPTextConfig(
        vocab_size=49408, hidden_size=1280, intermediate_size=5120, num_hidden_layers=32, num_attention_heads=20,
        max_position_embeddings=77, hidden_act="gelu", projection_dim=1280,
        bos_token_id=49406, eos_token_id=2, pad_token_id=1,
    )
    encoder = CLIPTextModelWithProjection(config)
    with safe_open(path, "pt") as file:
        keys = [key for key in file.keys() if key.startswith(OPEN_CLIP_PREFIX)]
        state = {key: file.get_tensor(key).float() for key in keys}
    converted = convert_open_clip_checkpoint(encoder, state, prefix=OPEN_CLIP_PREFIX)
    result = encoder.load_state_dict(converted, strict=False)
    if [key for key in result.missing_keys if "position_ids" not in key]:
        sys.exit(f"the second text encoder does not fit: {result.missing_keys[:3]}")
    return encoder.eval()


def write_configs(folder, family):
    with torch.device("meta"):
        if family == "sd15":
            unet = UNet2DConditionModel(sample_size=64, cross_attention_dim=768, attention_head_dim=8)
        else:
            unet = UNet2DConditionModel(
                sample_size=128, cross_attention_dim=2048, attention_head_dim=(5, 10, 20),
                block_out_channels=(320, 640, 1280), transformer_layers_per_block=(1, 2, 10), use_linear_projection=True,
                down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
                up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
                addition_embed_type="text_time", addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816,
            )
        vae = AutoencoderKL(
            block_out_channels=(128, 256, 512, 512), layers_per_block=2, latent_channels=4, sample_size=512,
            down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4,
            scaling_factor=SCALING[family],
        )
    unet.save_config(os.path.join(folder, "unet"))
    vae.save_config(os.path.join(folder, "vae"))


def load_pipeline(path, lora, family):
    with tempfile.TemporaryDirectory() as configs:
        write_configs(configs, family)
        local = {"config": configs, "local_files_only": True, "torch_dtype": torch.float32}
        unet = UNet2DConditionModel.from_single_file(path, subfolder="unet", **local)
        vae = AutoencoderKL.from_single_file(path, subfolder="vae", **local)
    scheduler = TCDScheduler(
        num_train_timesteps=1000, beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear",
        clip_sample=False, set_alpha_to_one=False, steps_offset=1, timestep_spacing="trailing",
    )
    parts = {"vae": vae, "text_encoder": None, "tokenizer": None, "unet": unet, "scheduler": scheduler}
    if family == "sd15":
        pipeline = StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False,
        )
    else:
        pipeline = StableDiffusionXLPipeline(
            **parts, text_encoder_2=None, tokenizer_2=None, add_watermarker=False,
        )
    pipeline.load_lora_weights(os.path.dirname(lora), weight_name=os.path.basename(lora))
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def encode(encoders, ids, family):
    if family == "sd15":
        return {"prompt_embeds": encoders[0](ids)[0]}
    first = encoders[0](ids, output_hidden_states=True)
    # The second encoder's prompts are filled up with zeros behind the end.
    padded = ids.clone()
    end = int((ids[0] == 49407).nonzero()[0])
    padded[0, end + 1:] = 0
    second = encoders[1](padded, output_hidden_states=True)
    states = torch.cat([first.hidden_states[-2], second.hidden_states[-2]], dim=-1)
    return {"prompt_embeds": states, "pooled_prompt_embeds": second[0]}


@torch.no_grad()
def main():
    checkpoint, lora, tiny_path, job_path, latent_path = sys.argv[1:]
    with open(job_path) as file:
        job = json.load(file)
    family = job["family"]
    started = time.perf_counter()
    encoders = [load_text_encoder(checkpoint, CLIP_PREFIX[family])]
    if family == "sdxl":
        encoders.append(load_second_text_encoder(checkpoint))
    encoders_loaded = time.perf_counter()
    prompt = encode(encoders, torch.tensor([job["ids"]]), family)
    encoded = time.perf_counter()
    if job["release_encoders"]:
        encoders.clear()
    pipeline = load_pipeline(checkpoint, lora, family)
    loaded = time.perf_counter()
    latent = pipeline(
        **prompt, num_inference_steps=job["steps"], guidance_scale=0, eta=job["eta"],
        width=job["width"], height=job["height"], generator=torch.Generator("cpu").manual_seed(job["seed"]),
        output_type="latent",
    ).images
    denoised = time.perf_counter()
    picture = pipeline.vae.decode(latent / pipeline.vae.config.scaling_factor).sample
    decoded = time.perf_counter()
    if not torch.isfinite(picture).all():
        sys.exit("torch's picture has values that are not finite")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    tiny = AutoencoderTiny()
    tiny.load_state_dict(load_file(tiny_path))
    tiny = tiny.float().eval()
    tiny_started = time.perf_counter()
    tiny.decode(latent)
    tiny_decoded = time.perf_counter()
    latent.contiguous().numpy().tofile(latent_path)
    print(json.dumps({
        "load": (encoders_loaded - started) + (loaded - encoded), "text": encoded - encoders_loaded,
        "denoise": denoised - loaded, "decode": decoded - denoised, "tiny": tiny_decoded - tiny_started, "peak": peak,
    }))


main()
